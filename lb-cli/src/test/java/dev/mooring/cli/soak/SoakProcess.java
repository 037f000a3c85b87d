// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** A process that takes part, and what it costs; memory is in MiB. To be used by one thread. */
final class SoakProcess implements AutoCloseable {
    private static final String LISTENING = "listening on ";
    private static final Pattern USED = Pattern.compile("total [^\n]*used (\\d+)K");
    private static final Pattern BUFFERS = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");

    private final Process process;
    private final URI uri;

    private SoakProcess(List<String> arguments) throws IOException {
        this(List.of(), arguments, Redirect.INHERIT);
    }

    private SoakProcess(List<String> prefix, List<String> arguments, Redirect log) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(bin("java").toString());
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectError(log).start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null || !line.startsWith(LISTENING)) {
            process.destroyForcibly();
            throw new IOException("it did not start: " + command);
        }
        uri = URI.create(line.substring(LISTENING.length()));
    }

    static SoakProcess sampleBackend(String name) throws Exception {
        return sampleBackend(name, "127.0.0.1", List.of());
    }

    /** A backend that listens on this address; what stands before its command puts it elsewhere. */
    static SoakProcess sampleBackend(String name, String host, List<String> prefix) throws Exception {
        List<String> arguments = List.of(
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                StreamSoak.jar().toString(),
                "dev.mooring.sample.SampleBackend",
                "--name=" + name,
                "--host=" + host,
                "--end-with-stdin");
        return new SoakProcess(prefix, arguments, Redirect.INHERIT);
    }

    long pid() {
        return process.pid();
    }

    static SoakProcess balancer(String backends) throws Exception {
        String jar = StreamSoak.jar().toString();
        return new SoakProcess(
                List.of("-Xmx256m", "-jar", jar, "run", "--backend", backends, "--listen", "127.0.0.1:0"));
    }

    /** A balancer that serves what a file asks for. */
    static SoakProcess balancerOf(Path file) throws Exception {
        return new SoakProcess(List.of("-Xmx256m", "-jar", StreamSoak.jar().toString(), "run", file.toString()));
    }

    /** A balancer with this configuration, whose log goes to that file. */
    static SoakProcess configured(Path file, Path log) throws Exception {
        return new SoakProcess(
                List.of(),
                List.of(
                        "-Xmx256m",
                        "-XX:NativeMemoryTracking=summary",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        StreamSoak.jar().toString(),
                        "run",
                        file.toString()),
                Redirect.to(log.toFile()));
    }

    URI uri() {
        return uri;
    }

    /** The memory that the operating system has given it. */
    long rss() throws IOException {
        return rssKiB() / 1024;
    }

    /** The same in KiB. */
    long rssKiB() throws IOException {
        return fromStatus("VmRSS:");
    }

    /** What it has taken for buffers outside the heap, in KiB; of one that is {@link #configured}. */
    long buffers() throws Exception {
        Matcher committed = BUFFERS.matcher(jcmd("VM.native_memory"));
        return committed.find() ? Long.parseLong(committed.group(1)) : 0;
    }

    int threads() throws IOException {
        return (int) fromStatus("Threads:");
    }

    private long fromStatus(String name) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    /** The heap in use, garbage included. */
    long heap() throws Exception {
        return heapKiB() / 1024;
    }

    private long heapKiB() throws Exception {
        // A line for each generation, or one for all.
        String info = jcmd("GC.heap_info");
        long[] used = USED.matcher(info)
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .toArray();
        if (used.length == 0) {
            throw new IllegalStateException("no heap in use (expected: total ... used 1234K): " + info);
        }
        return LongStream.of(used).sum();
    }

    /** The heap in use when there is no garbage. */
    long heapAfterCollection() throws Exception {
        return heapAfterCollectionKiB() / 1024;
    }

    /** The same in KiB. */
    long heapAfterCollectionKiB() throws Exception {
        jcmd("GC.run");
        return heapKiB();
    }

    private String jcmd(String command) throws Exception {
        Process jcmd = new ProcessBuilder(bin("jcmd").toString(), String.valueOf(process.pid()), command).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor(10, TimeUnit.SECONDS);
        return said;
    }

    private static Path bin(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
