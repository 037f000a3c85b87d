// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who reads a page and types what it says, in a folder of their own that looks like the checkout. Ports are replaced
 * by free ones. A command that serves is left running until the next one or the end of the page; all other lines of a block are
 * one script. Files of configuration are written where the page shows them, under the name that its commands use.
 */
final class Reader implements AutoCloseable {
    private static final Pattern SERVES =
            Pattern.compile("(?!.*\\|\\|)(mooring|java -jar lb-cli/target/mooring\\.jar) (run|demo)\\b.*"
                    + "|java -jar sample-backend/target/sample-backend\\.jar\\b.*");
    private static final Pattern PORT = Pattern.compile("\\b(808[01]|500[1-9]|90[0-9][0-9])\\b");
    private static final Pattern BACKEND = Pattern.compile("localhost:(500[1-9])\\b");
    private static final String BUILD = "mvn .* && ";
    private static final int SECONDS = 60;
    private static final List<String> LINKED = List.of("lb-cli", "sample-backend", "docs");

    private final Page page;
    private final Set<String> own;
    private final Path folder;
    private final Path logs;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Served> backends = new HashMap<>();
    private final List<String> outputs = new ArrayList<>();
    private @Nullable Served serving;
    private int blocks;

    /** A reader of a page, whose folder is made in this one, which is empty. */
    Reader(Page page, Path at) throws IOException {
        this.page = page;
        String text = String.join("\n", page.lines());
        own = BACKEND.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
        folder = Files.createDirectory(at.resolve("checkout"));
        logs = Files.createDirectory(at.resolve("logs"));
        for (String name : LINKED) {
            Files.createSymbolicLink(folder.resolve(name), Project.ROOT.resolve(name));
        }
        Path bin = Files.createDirectory(at.resolve("bin"));
        Path mooring = Files.writeString(
                bin.resolve("mooring"),
                "#!/bin/sh\nexec java -jar '" + Project.ROOT.resolve("lb-cli/target/mooring.jar") + "' \"$@\"\n");
        assertTrue(mooring.toFile().setExecutable(true));
    }

    /** Types everything; what each shell block printed, in their order. */
    List<String> typeAll() throws IOException, InterruptedException {
        for (Page.Block block : page.blocks()) {
            switch (block.language()) {
                case "sh" -> {
                    blocks++;
                    outputs.add(type(block.text()));
                }
                case "yaml" -> Files.writeString(folder.resolve("mooring.yaml"), freePorts(block.text()) + "\n");
                default -> {}
            }
        }
        stopServing();
        return List.copyOf(outputs);
    }

    /** How many shell blocks were typed. */
    int blocks() {
        return blocks;
    }

    private String type(String block) throws IOException, InterruptedException {
        StringBuilder printed = new StringBuilder();
        List<String> script = new ArrayList<>();
        for (String line : block.replaceAll("\\\\\\n\\s*", "").lines().toList()) {
            String command = line.replaceFirst(BUILD, "");
            if (SERVES.matcher(command).matches()) {
                printed.append(run(script));
                script.clear();
                serve(command);
            } else if (!command.equals("mvn verify")) {
                script.add(command);
            }
        }
        return printed.append(run(script)).toString();
    }

    private void serve(String command) throws IOException, InterruptedException {
        stopServing();
        startBackends(command);
        String line = command;
        if (line.contains("mooring") && !line.contains("--listen")) {
            line += " --listen 127.0.0.1:8080";
        }
        if (line.contains(" demo") && !line.contains("--admin")) {
            line += " --admin 127.0.0.1:8081";
        }
        serving = Served.start(bash("exec " + freePorts(line)), logs);
    }

    /** The reader's own servers, which the page takes for given. */
    private void startBackends(String command) throws IOException {
        if (command.contains("--samples") || command.contains(" demo")) {
            return;
        }
        for (String port : own) {
            if (!backends.containsKey(port)) {
                String jar = "exec java -jar sample-backend/target/sample-backend.jar";
                backends.put(port, Served.start(bash(freePorts(jar + " --name b" + port + " --port " + port)), logs));
            }
        }
    }

    private String run(List<String> script) throws IOException, InterruptedException {
        if (script.isEmpty()) {
            return "";
        }
        String text = freePorts(String.join("\n", script));
        Path out = Files.createTempFile(logs, "script", ".out");
        Path err = Files.createTempFile(logs, "script", ".err");
        Process process = bash(text)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertTrue(ended, () -> "runs for more than " + SECONDS + " s:\n" + text);
        assertEquals(0, process.exitValue(), () -> text + "\n" + Project.read(out) + Project.read(err));
        return Project.read(out);
    }

    private ProcessBuilder bash(String script) {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", "set -euo pipefail\n" + script);
        bash.directory(folder.toFile());
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        // What a command keeps in its user's home stays in this folder.
        bash.environment().put("HOME", folder.toString());
        bash.environment().remove("XDG_CONFIG_HOME");
        bash.environment().compute("PATH", (name, path) -> folder.resolveSibling("bin") + ":" + java + ":" + path);
        return bash;
    }

    private String freePorts(String text) {
        return PORT.matcher(text)
                .replaceAll(port -> String.valueOf(ports.computeIfAbsent(port.group(), wanted -> freePort())));
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopServing() throws InterruptedException {
        Served running = serving;
        serving = null;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public void close() throws IOException {
        Served running = serving;
        if (running != null) {
            running.close();
        }
        backends.values().forEach(Served::close);
        for (String name : LINKED) {
            Files.delete(folder.resolve(name));
        }
    }
}
