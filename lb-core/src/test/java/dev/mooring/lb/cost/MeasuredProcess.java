// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@link PlainPath} in a process of its own, without leak detection and coverage. To be used by one thread. */
final class MeasuredProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final PrintStream orders;
    private final int debugPort;
    private final String loop;

    private MeasuredProcess(Process process) throws IOException {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        String listening = next();
        debugPort = Integer.parseInt(listening.substring(listening.lastIndexOf(' ') + 1));
        loop = next();
    }

    /**
     * Starts it. The first compiler alone is on, because it leaves each allocation where the source has it, however often a method
     * has run: what is counted is what was written, and more than an optimising compiler leaves.
     */
    static MeasuredProcess start() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=1",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
                "-cp",
                System.getProperty("java.class.path"),
                PlainPath.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        try {
            return new MeasuredProcess(process);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Where a debugger can join, on loopback. */
    int debugPort() {
        return debugPort;
    }

    /** The name of the only event loop's thread. */
    String loop() {
        return loop;
    }

    /** Has it do something so many times; {@link #answer} waits for it. */
    void order(String what, int times) {
        orders.println(what + " " + times);
    }

    /** The octets that its event loop allocated for the last order. */
    long answer() throws IOException {
        return Long.parseLong(next());
    }

    private String next() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the measured process has ended");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
