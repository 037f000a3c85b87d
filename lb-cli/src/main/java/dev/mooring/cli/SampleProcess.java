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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sample backend in a process of its own, so that it can crash. It ends with this process in any case: it watches its
 * standard input, which the operating system closes even after a SIGKILL.
 */
final class SampleProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SampleProcess.class);
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
                // The jar's manifest says it too, but counts only for -jar.
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.mooring.sample.SampleBackend",
                "--name=" + name,
                "--port=" + port,
                "--end-with-stdin"));
        dashboard.ifPresent(url -> command.add("--dashboard=" + url));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        URI uri = awaitListening(name, output);
        if (uri == null) {
            process.destroyForcibly();
            throw new IOException("sample backend " + name + " did not start");
        }
        Thread reader = new Thread(() -> logAll(name, output), "sample-" + name);
        reader.setDaemon(true);
        reader.start();
        return new SampleProcess(name, process, uri);
    }

    /** Where it listens; null if it ended before it did. What else it said is on the log. */
    private static @Nullable URI awaitListening(String name, BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(LISTENING)) {
                return URI.create(line.substring(LISTENING.length()));
            }
            LOG.info("sample backend {} says: {}", name, line);
        }
        return null;
    }

    /** Its words go through the log of this process, so that they have its form. */
    private static void logAll(String name, BufferedReader output) {
        try (output) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                LOG.info("sample backend {} says: {}", name, line);
            }
        } catch (IOException ended) {
            LOG.debug("sample backend {} has ended: {}", name, ended.toString());
        }
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
