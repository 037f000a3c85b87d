// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs for node of {@code src/test/resources/clients}, with the packages that their lock file names, installed under {@code
 * target}. Machines without node and npm fail these tests, they do not skip them.
 */
public final class NodePrograms implements AutoCloseable {
    private static final Path SOURCES = Path.of("src", "test", "resources", "clients");
    private static final Path INSTALLED = Path.of("target", "clients").toAbsolutePath();

    private final Process servers;
    private final List<Integer> ports;

    private NodePrograms(Process servers, List<Integer> ports) {
        this.servers = servers;
        this.ports = ports;
    }

    /** Installs what is not installed yet, and starts the three servers. */
    public static NodePrograms start() throws Exception {
        Files.createDirectories(INSTALLED);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path done = INSTALLED.resolve("node_modules").resolve(".package-lock.json");
        if (!Files.exists(done)) {
            run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        }
        Process servers = process("node", "nodes.js");
        String line = servers.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null || !line.startsWith("ports ")) {
            servers.destroyForcibly();
            throw new AssertionError("the servers said: " + line + " " + read(INSTALLED.resolve("errors.txt")));
        }
        return new NodePrograms(
                servers,
                Stream.of(line.substring(6).split(" ")).map(Integer::valueOf).toList());
    }

    /** The ports of the three servers. */
    public List<Integer> ports() {
        return ports;
    }

    /** What the client said last about one conversation with this address. */
    public String client(String what, String base) throws Exception {
        return run("node", "clients.js", what, base).strip();
    }

    private static String run(String... command) throws Exception {
        Process process = process(command);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + ": " + said + read(INSTALLED.resolve("errors.txt")));
        }
        return said;
    }

    private static Process process(String... command) throws IOException {
        return new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(INSTALLED.toFile())
                .redirectError(INSTALLED.resolve("errors.txt").toFile())
                .start();
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Override
    public void close() {
        servers.destroyForcibly();
    }
}
