// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The packaged {@code mooring} command in a process of its own, with what it has written so far. To be used by one thread;
 * closing it ends it and all its children, however badly it behaves.
 */
public final class MooringProcess implements AutoCloseable {
    private static final String LISTENING = "listening on ";
    private static final String ADMIN = "admin on ";

    private final Process process;
    private final Lines out;
    private final Lines err;

    private MooringProcess(Process process) {
        this.process = process;
        this.out = new Lines(process.inputReader(StandardCharsets.UTF_8), "mooring-stdout");
        this.err = new Lines(process.errorReader(StandardCharsets.UTF_8), "mooring-stderr");
    }

    /** What to run beside the words of the command line. */
    public static final class Plan {
        private final List<String> arguments;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> jvm = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        private String input = "";
        private Path directory = Path.of("").toAbsolutePath();

        private Plan(List<String> arguments) {
            this.arguments = arguments;
        }

        /** With this environment variable. */
        public Plan environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** With this text on standard input, which then ends. */
        public Plan input(String text) {
            input = text;
            return this;
        }

        /** In this working directory. */
        public Plan in(Path where) {
            directory = where;
            return this;
        }

        /** With exactly these options of the JVM. */
        public Plan jvm(String... options) {
            jvm.clear();
            jvm.addAll(List.of(options));
            return this;
        }

        /** Starts it and returns at once. */
        public MooringProcess start() throws IOException {
            List<String> command = new ArrayList<>(List.of(java()));
            command.addAll(jvm);
            command.addAll(List.of("-jar", jar().toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().putAll(environment);
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            MooringProcess started = new MooringProcess(builder.start());
            try (OutputStream stdin = started.process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return started;
        }

        /** Starts it and waits until it listens. */
        public MooringProcess serving() throws Exception {
            MooringProcess started = start();
            try {
                started.listeners(1);
                return started;
            } catch (Exception | AssertionError e) {
                started.close();
                throw e;
            }
        }

        /** Runs it to its end. */
        public MooringProcess run() throws Exception {
            try (MooringProcess started = start()) {
                started.exitCode(Eventually.PATIENCE);
                return started;
            }
        }
    }

    /** The command {@code mooring ARGUMENTS...}. */
    public static Plan mooring(String... arguments) {
        return new Plan(List.of(arguments));
    }

    /** The packaged command. */
    public static Path jar() {
        Path jar = Path.of("target", "mooring.jar").toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError(jar + " is not there: these tests run after the phase 'package'");
        }
        return jar;
    }

    /** The JDK's own launcher, of the version that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Waits until it has said so often that it listens, and says where. */
    public List<URI> listeners(int count) throws Exception {
        await("it listens", () -> out.all().size() >= count || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("it ended with " + process.exitValue() + "\n" + story());
        }
        return out.all().stream()
                .filter(line -> line.startsWith(LISTENING))
                .map(line -> URI.create(line.substring(LISTENING.length())))
                .toList();
    }

    /** Where it listens, for one with a single listener. */
    public URI uri() throws Exception {
        return listeners(1).get(0);
    }

    /** Where its admin listener is. */
    public URI admin() {
        String line = err.all().stream()
                .filter(text -> text.contains(ADMIN))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no admin listener\n" + story()));
        String from = line.substring(line.indexOf(ADMIN) + ADMIN.length());
        return URI.create(from.split("[\"\\s]", 2)[0]);
    }

    /** The lines on standard output so far. */
    public List<String> out() {
        return out.all();
    }

    /** The lines on standard error so far. */
    public List<String> err() {
        return err.all();
    }

    /** All of standard error so far. */
    public String errText() {
        return err.text();
    }

    /** Waits for such a line on standard error. */
    public void awaitErr(String what, Predicate<String> wanted) throws Exception {
        await("a line on stderr: " + what, () -> err.any(wanted));
    }

    /** Waits for a line on standard error that has this text. */
    public void awaitErr(String text) throws Exception {
        awaitErr(text, line -> line.contains(text));
    }

    private void await(String what, Eventually.Question question) throws Exception {
        Eventually.holds(what, Eventually.PATIENCE, question, this::story);
    }

    /** Sends a signal, such as {@code TERM}. */
    public void signal(String name) throws Exception {
        signal(process.pid(), name);
    }

    /** Sends a signal to any process. */
    public static void signal(long pid, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                .redirectErrorStream(true)
                .start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " " + pid + " did not work");
        }
    }

    /** Its processes, for asking after them when it is gone. */
    public List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Its own process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Whether it is running. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end, and for all that it has written. */
    public int exitCode(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + patience + "\n" + story());
        }
        out.awaitEnd(Duration.ofSeconds(5));
        err.awaitEnd(Duration.ofSeconds(5));
        return process.exitValue();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        return exitCode(Eventually.PATIENCE);
    }

    /** All that it has written, for people. */
    public String story() {
        return "--- stdout\n" + out.text() + "\n--- stderr\n" + err.text();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = children();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
