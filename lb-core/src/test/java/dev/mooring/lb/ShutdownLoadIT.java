// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing the balancer while requests of both protocols, event streams and tunnels go through it. */
class ShutdownLoadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nseen\r\n";
    private static final String UPGRADED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n\u0081\u0002hi";
    private static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";

    private static void serve(RawBackend.Talk talk) throws IOException {
        while (true) {
            String head = talk.readHead();
            if (head.startsWith("GET /request")) {
                // Some are always under way.
                talk.readWithin(Duration.ofMillis(5));
                talk.ok("answer");
            } else {
                talk.send(head.startsWith("GET /stream") ? EVENTS : UPGRADED);
                talk.awaitEnd();
            }
        }
    }

    /** Asks until nothing is accepted any more; how many answers came. */
    private static int overHttp1(int port) {
        int answers = 0;
        try {
            while (true) {
                try (RawClient client = RawClient.connect(port)) {
                    String response = "";
                    while (!response.contains("Connection: close")) {
                        response = client.get("/request").readResponse();
                        assertTrue(response.endsWith("answer"), response);
                        answers++;
                    }
                }
            }
        } catch (IOException closed) {
            // What was accepted is compared with what the backend has seen.
            return answers;
        }
    }

    private static int overHttp2(TestGateway gateway) {
        int answers = 0;
        try (H2Client client = H2Client.connect(gateway)) {
            for (int stream = 1; answers(client.get(stream, "/request"), stream); stream += 2) {
                answers++;
            }
        } catch (IOException closed) {
            return answers;
        }
        return answers;
    }

    /** Reads until the response of this stream is complete; false if the balancer will not answer it. */
    private static boolean answers(H2Client client, int stream) throws IOException {
        while (true) {
            H2Client.Frame frame = client.next();
            if (frame.type() == H2Client.GOAWAY && frame.lastStream() < stream) {
                return false;
            }
            assertFalse(frame.type() == H2Client.RST_STREAM, frame.toString());
            boolean asks = frame.type() == H2Client.SETTINGS || frame.type() == H2Client.PING;
            if (asks && (frame.flags() & 1) == 0) {
                client.frame(frame.type(), 1, 0, frame.type() == H2Client.PING ? frame.payload() : "");
            }
            if (frame.stream() == stream && frame.endStream()) {
                return true;
            }
        }
    }

    @Test
    void whatWasAcceptedIsAnsweredAndTheRestEndsAtTheDeadline() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (RawBackend backend = RawBackend.start(ShutdownLoadIT::serve);
                TestGateway gateway =
                        TestGateway.pool(backend).h2c().drain(PATIENCE).start();
                RawClient stream = RawClient.connect(gateway);
                RawClient tunnel = RawClient.connect(gateway);
                H2Client streamOverHttp2 = H2Client.connect(gateway)) {
            stream.get("/stream").readUntil("seen");
            tunnel.get("/tunnel", "Connection: upgrade", "Upgrade: websocket").readUntil("\u0002hi");
            streamOverHttp2.get(1, "/stream").await(H2Client.DATA);
            int port = gateway.port();
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Callable<Integer> first = () -> overHttp1(port);
                Callable<Integer> second = () -> overHttp2(gateway);
                clients.add(threads.submit(first));
                clients.add(threads.submit(second));
            }
            TestGateway.await("there is load", () -> gateway.ended() > 100);

            long begin = System.nanoTime();
            gateway.server().close();
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);

            int answers = 0;
            for (Future<Integer> client : clients) {
                answers += client.get(10, TimeUnit.SECONDS);
            }
            long seen = backend.heads().stream()
                    .filter(head -> head.startsWith("GET /request"))
                    .count();
            assertEquals(seen, answers);
            assertTrue(taken.compareTo(PATIENCE) >= 0, "closed after " + taken);
            assertTrue(taken.compareTo(PATIENCE.plusSeconds(4)) < 0, "closed after " + taken);
            String rest = stream.readToEnd();
            assertFalse(rest.endsWith("0\r\n\r\n"), rest);
            assertEquals(GOING_AWAY, tunnel.readToEnd());
            H2Client.Frame last = streamOverHttp2.next();
            while (last.type() != H2Client.RST_STREAM) {
                assertFalse(last.endStream() && last.stream() == 1, "it looks complete: " + last);
                last = streamOverHttp2.next();
            }
            gateway.assertIdle();
        } finally {
            threads.shutdownNow();
        }
    }
}
