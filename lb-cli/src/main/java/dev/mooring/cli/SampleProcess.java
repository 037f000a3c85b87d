// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A sample backend in a process of its own, so that it can crash. It ends with this process in any case: it watches its
 * standard input, which the operating system closes even after a SIGKILL.
 */
final class SampleProcess implements AutoCloseable {
    private static final String LISTENING = "listening on ";

    private final String name;
    private final Process process;
    private final URI uri;

    private SampleProcess(String name, Process process, URI uri) {
        this.name = name;
        this.process = process;
        this.uri = uri;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param port the port; 0 for any free one
     * @param dashboard where its page finds the admin listener; empty for a page without that part
     * @throws IOException if it does not come up
     */
    static SampleProcess start(String name, int port, Optional<URI> dashboard) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.mooring.sample.SampleBackend",
                "--name=" + name,
                "--port=" + port,
                "--end-with-stdin"));
        dashboard.ifPresent(url -> command.add("--dashboard=" + url));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader stdout = process.inputReader(StandardCharsets.UTF_8);
        String line = stdout.readLine();
        if (line == null || !line.startsWith(LISTENING)) {
            process.destroyForcibly();
            throw new IOException("sample backend " + name + " did not start");
        }
        return new SampleProcess(name, process, URI.create(line.substring(LISTENING.length())));
    }

    String name() {
        return name;
    }

    int port() {
        return uri.getPort();
    }

    /** As a backend on the command line. */
    String address() {
        return uri.getAuthority();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
