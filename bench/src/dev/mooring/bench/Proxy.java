// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of the proxies that are compared, while it runs. */
final class Proxy implements AutoCloseable {
    /** Those that there are; the first is what ratios refer to unless told otherwise. */
    static final List<String> NAMES = List.of("haproxy", "nginx", "mooring");

    final String name;
    final int port;
    final int tlsPort;
    final Running running;
    /** From exec to the first response that was passed on, in nanoseconds. */
    final long startNanos;

    private Proxy(String name, int port, int tlsPort, Running running, long startNanos) {
        this.name = name;
        this.port = port;
        this.tlsPort = tlsPort;
        this.running = running;
        this.startNanos = startNanos;
    }

    /** Starts it and waits until a response of a backend comes through. */
    static Proxy start(Stage stage, String name) throws Exception {
        int port = Stage.freePort();
        int tlsPort = Stage.freePort();
        Map<String, String> values = stage.names();
        values.put("PORT", String.valueOf(port));
        values.put("TLS", String.valueOf(tlsPort));
        List<String> command = stage.alone(command(stage, name, values));
        long begin = System.nanoTime();
        Running running = Running.start(stage.log(name), command);
        long patience = begin + 30_000_000_000L;
        while (!exchange(port, "").startsWith("HTTP/1.1 200")) {
            if (!running.isAlive() || System.nanoTime() > patience) {
                running.close();
                throw new IOException(name + " did not start:\n" + Files.readString(stage.log(name)));
            }
            Thread.sleep(1);
        }
        return new Proxy(name, port, tlsPort, running, System.nanoTime() - begin);
    }

    private static List<String> command(Stage stage, String name, Map<String, String> values) throws IOException {
        return switch (name) {
            case "nginx" -> stage.nginx("nginx.conf", values);
            case "haproxy" ->
                List.of(Tools.find("haproxy"), "-db", "-f", stage.config("haproxy.cfg", values).toString());
            case "mooring" -> {
                String script = stage.root.resolve("lb-cli/bin/mooring").toString();
                yield List.of(script, "run", stage.config("mooring.yaml", values).toString());
            }
            default -> throw new IllegalArgumentException("proxy: " + name + " (expected: one of " + NAMES + ")");
        };
    }

    /** One request of its own connection; all that came, or nothing if nobody listens. */
    private static String exchange(int port, String lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5000);
            String head = "GET /small HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + lines + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException notYet) {
            return "";
        }
    }

    /** Affinity cookies, as a client would send them back: for different backends as far as they were dealt out. */
    List<String> cookies() throws IOException {
        Set<String> cookies = new LinkedHashSet<>();
        for (int i = 0; i < 40 && cookies.size() < 3; i++) {
            exchange(port, "").lines()
                    .filter(line -> line.regionMatches(true, 0, "set-cookie:", 0, 11))
                    .map(line -> line.substring(11).split(";", 2)[0].strip())
                    .forEach(cookies::add);
        }
        for (String cookie : cookies) {
            if (exchange(port, "Cookie: " + cookie + "\r\n").toLowerCase(java.util.Locale.ROOT).contains("set-cookie:")) {
                throw new IOException(name + " does not know its own cookie: " + cookie);
            }
        }
        if (cookies.isEmpty()) {
            throw new IOException(name + " sets no affinity cookie");
        }
        return new ArrayList<>(cookies);
    }

    @Override
    public void close() {
        running.close();
    }
}
