// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The directory, ports, certificate and backends that all proxies share. */
final class Stage implements AutoCloseable {
    /** The size of the file that is downloaded, in bytes. */
    static final int BULK = 64 * 1024 * 1024;

    final Path root;
    final Path directory;
    final SseOrigin events;
    private final boolean pinned;
    private final Running origin;
    private final Map<String, String> names = new HashMap<>();

    Stage(Path root) throws Exception {
        this.root = root;
        directory = Files.createTempDirectory(
                "mooring-bench", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        pinned = Runtime.getRuntime().availableProcessors() < processors();
        names.put("DIR", directory.toString());
        names.put("FILES", String.valueOf(files()));
        names.put("CONNECTIONS", String.valueOf(mostStreams()));
        for (String name : List.of("B1", "B2", "B3")) {
            names.put(name, String.valueOf(freePort()));
        }
        certificate();
        Files.write(directory.resolve("bulk"), new byte[BULK]);
        origin = Running.start(log("origin"), nginx("origin.conf", names));
        events = new SseOrigin(3);
        for (int i = 0; i < 3; i++) {
            names.put("E" + (i + 1), String.valueOf(events.ports().get(i)));
        }
        events.start();
    }

    /** The processors that this machine has, those that we keep off included. */
    static int processors() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return (int) lines.filter(line -> line.startsWith("processor")).count();
        }
    }

    /** How many files a process may have open. */
    private static int files() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(each -> each.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
        String[] words = line.split(" +");
        return words[3].equals("unlimited") ? 1_000_000 : Math.min(1_000_000, Integer.parseInt(words[3]));
    }

    /** How many streams a proxy can hold, which has two sockets for each. */
    static int mostStreams() throws IOException {
        return (files() - 200) / 2;
    }

    /** The ports of the backends. */
    List<Integer> backends() {
        return List.of("B1", "B2", "B3").stream().map(names::get).map(Integer::valueOf).toList();
    }

    boolean pinned() {
        return pinned;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    Path log(String name) {
        return directory.resolve(name + ".log");
    }

    Map<String, String> names() {
        return new HashMap<>(names);
    }

    /** A file of bench/config with its places filled. */
    Path config(String file, Map<String, String> values) throws IOException {
        String text = Files.readString(root.resolve("bench/config").resolve(file));
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        Path filled = directory.resolve(file);
        Files.writeString(filled, text);
        return filled;
    }

    List<String> nginx(String file, Map<String, String> values) throws IOException {
        String conf = config(file, values).toString();
        return List.of(Tools.find("nginx"), "-p", directory.toString(), "-e", "stderr", "-c", conf);
    }

    /** A command on the processor that is the proxy's alone, where there are two. */
    List<String> alone(List<String> command) {
        List<String> words = new ArrayList<>(pinned ? List.of("taskset", "-c", "0") : List.of());
        words.addAll(command);
        return words;
    }

    private void certificate() throws IOException {
        Path key = directory.resolve("key.pem");
        Path cert = directory.resolve("cert.pem");
        String said = Tools.output(
                "openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-days", "2", "-subj", "/CN=localhost", "-keyout", key.toString(), "-out", cert.toString());
        if (!Files.exists(cert)) {
            throw new IOException("openssl made no certificate: " + said);
        }
        Files.writeString(directory.resolve("both.pem"), Files.readString(cert) + Files.readString(key));
    }

    @Override
    public void close() throws IOException {
        origin.close();
        events.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
