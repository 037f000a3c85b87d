// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend that answers every request with 200, and a balancer in front of it, for many conversations one after the other. */
public final class Seen implements AutoCloseable {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final RawBackend backend;
    private final TestGateway gateway;

    /** Starts both. */
    public Seen() throws IOException {
        backend = RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                boolean chunked =
                        head.toLowerCase(java.util.Locale.ROOT).contains("\r\ntransfer-encoding: chunked\r\n");
                String body = chunked ? chunked(talk) : talk.read(RawClient.contentLength(head));
                requests.add(head + body);
                talk.ok("");
            }
        });
        gateway = TestGateway.pool(backend).start();
    }

    private static String chunked(Wire from) throws IOException {
        StringBuilder octets = new StringBuilder();
        while (true) {
            String line = from.readUntil("\r\n");
            octets.append(line);
            int size = Integer.parseInt(line.strip(), 16);
            if (size > 0) {
                octets.append(from.read(size + 2));
                continue;
            }
            for (String trailer = from.readUntil("\r\n"); trailer.length() > 2; trailer = from.readUntil("\r\n")) {
                octets.append(trailer);
            }
            return octets.append("\r\n").toString();
        }
    }

    /** What one client got, and what the backend saw meanwhile. */
    public record Outcome(String got, List<String> seen) {}

    /** Sends these octets and no more, and reads until the balancer closes or has nothing more to say. */
    public Outcome send(String octets) throws IOException {
        int before = requests.size();
        try (RawClient client = RawClient.connect(gateway)) {
            client.send(octets);
            client.shutdownOutput();
            String got = client.readToEnd();
            return new Outcome(got, List.copyOf(requests.subList(before, requests.size())));
        }
    }

    /** The balancer. */
    public TestGateway gateway() {
        return gateway;
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        backend.close();
    }
}
