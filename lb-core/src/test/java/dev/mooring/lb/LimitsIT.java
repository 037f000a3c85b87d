// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.PaceSpec;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What one client may ask for, and how fast it must be. */
class LimitsIT {
    private static final Optional<Duration> SOON = Optional.of(Duration.ofMillis(200));

    private static RawBackend reading() throws IOException {
        return RawBackend.start(talk -> {
            String head = talk.readHead();
            talk.ok(talk.read(RawClient.contentLength(head)));
        });
    }

    private static LimitSpec pace(PaceSpec pace) {
        return limits(
                pace, LimitSpec.UNLIMITED, LimitSpec.UNLIMITED, LimitSpec.DEFAULT_STREAMS, LimitSpec.DEFAULT_PENDING);
    }

    private static LimitSpec counts(int perConnection, int perClient, int streams) {
        return limits(PaceSpec.DEFAULT, perConnection, perClient, streams, LimitSpec.DEFAULT_PENDING);
    }

    private static LimitSpec limits(PaceSpec pace, int perConnection, int perClient, int streams, int pending) {
        LimitSpec usual = LimitSpec.DEFAULT;
        return new LimitSpec(
                usual.requestLine(),
                usual.headerBytes(),
                usual.headerCount(),
                usual.bodyBytes(),
                usual.headerTime(),
                usual.keepAlive(),
                usual.connections(),
                pace,
                perConnection,
                perClient,
                streams,
                pending);
    }

    @Test
    void bodyThatDoesNotComeIsATimeoutOfTheClient() throws Exception {
        try (RawBackend backend = reading();
                TestGateway gateway = TestGateway.pool(backend)
                        .limits(pace(new PaceSpec(SOON, 1, Optional.empty())))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
            String response = client.readToEnd();
            assertTrue(response.startsWith("HTTP/1.1 408 Request Timeout\r\n"), response);
            assertTrue(response.contains("slow-body"), response);
            assertEquals(Failure.SLOW_BODY, gateway.record().failure());
            gateway.assertIdle();
        }
    }

    @Test
    void bodyThatOnlyTricklesIsOneTooWhereProgressIsAskedFor() throws Exception {
        try (RawBackend backend = reading();
                TestGateway gateway = TestGateway.pool(backend)
                        .limits(pace(new PaceSpec(SOON, 1000, Optional.empty())))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
            Thread trickle = new Thread(() -> {
                try {
                    while (true) {
                        client.send("x");
                        LockSupport.parkNanos(5_000_000);
                    }
                } catch (IOException over) {
                    assert over != null;
                }
            });
            trickle.setDaemon(true);
            trickle.start();
            assertTrue(client.readHead().startsWith("HTTP/1.1 408 "));
            assertEquals(Failure.SLOW_BODY, gateway.record().failure());
            client.socket().close();
            trickle.join();
        }
    }

    @Test
    void slowBodyThatKeepsItsPaceIsServed() throws Exception {
        try (RawBackend backend = reading();
                TestGateway gateway = TestGateway.pool(backend)
                        .limits(pace(new PaceSpec(Optional.of(Duration.ofMillis(400)), 1, Optional.empty())))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n");
            for (int i = 0; i < 12; i++) {
                LockSupport.parkNanos(50_000_000);
                client.send("x");
            }
            assertTrue(client.readResponse().endsWith("x".repeat(12)));
        }
    }

    @Test
    void clientThatReadsNothingIsCut() throws Exception {
        byte[] block = new byte[1 << 20];
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + (100L << 20) + "\r\n\r\n");
                    for (int i = 0; i < 100; i++) {
                        talk.send(block);
                    }
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .limits(pace(new PaceSpec(Optional.empty(), 1, SOON)))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/");
            assertEquals(Failure.SLOW_READER, gateway.record().failure());
            assertEquals(BodyEnd.GONE_CLIENT, gateway.record().bodyEnd());
            assertTrue(client.readToEnd().length() < 100 << 20);
            gateway.assertIdle();
        }
    }

    @Test
    void lastRequestOfAConnectionSaysSo() throws Exception {
        try (RawBackend backend = RawBackend.named("x");
                TestGateway gateway =
                        TestGateway.pool(backend).limits(counts(3, 0, 10)).start();
                RawClient client = RawClient.connect(gateway)) {
            for (int i = 1; i <= 3; i++) {
                String response = client.get("/").readResponse();
                assertEquals(i == 3, response.contains("\r\nConnection: close\r\n"), response);
            }
            assertEquals("", client.readToEnd());
            assertEquals(1, backend.accepted());
        }
    }

    @Test
    void connectionTooManyOfOneAddressIsRefusedAndOthersAreNot() throws Exception {
        try (RawBackend backend = RawBackend.named("x");
                TestGateway gateway =
                        TestGateway.pool(backend).limits(counts(0, 2, 10)).start()) {
            try (RawClient one = RawClient.connect(gateway);
                    RawClient two = RawClient.connect(gateway)) {
                one.get("/").readResponse();
                two.get("/").readResponse();
                try (RawClient three = RawClient.connect(gateway)) {
                    String refusal = three.readToEnd();
                    assertTrue(refusal.startsWith("HTTP/1.1 429 Too Many Requests\r\n"), refusal);
                    assertEquals(Failure.TOO_MANY_CONNECTIONS, gateway.record(3).failure());
                    assertEquals(
                            "more than 2 connections (limits.connections-per-client)",
                            gateway.record(3).detail());
                }
                assertTrue(askFrom("127.0.0.2", gateway).startsWith("HTTP/1.1 200 OK"));
                one.get("/").readResponse();
            }
            TestGateway.await("they are forgotten", () -> gateway.server().clientConnections() == 0);
            try (RawClient again = RawClient.connect(gateway)) {
                assertTrue(again.get("/").readResponse().endsWith("x"));
            }
        }
    }

    @Test
    void connectionAboveTheTotalIsRefusedAtOnceAndTheOthersGoOn() throws Exception {
        try (RawBackend backend = RawBackend.named("x");
                TestGateway plain = TestGateway.pool(backend).limits(total(2)).start();
                TestGateway h2c =
                        TestGateway.pool(backend).limits(total(2)).h2c().start()) {
            assertTrue(thirdOf(plain).startsWith("HTTP/1.1 503 Service Unavailable\r\n"));
            assertTrue(thirdOf(h2c).startsWith("HTTP/1.1 503 Service Unavailable\r\n"));
        }
    }

    /** What a third connection reads that says nothing, beside two that are served. */
    private static String thirdOf(TestGateway gateway) throws Exception {
        try (RawClient one = RawClient.connect(gateway);
                RawClient two = RawClient.connect(gateway)) {
            TestGateway.await("both are there", () -> gateway.server().clientConnections() == 2);
            try (RawClient three = RawClient.connect(gateway)) {
                String read = three.readToEnd();
                ExchangeRecord refused = gateway.record(1);
                assertEquals(Failure.OVERLOADED, refused.failure());
                assertEquals("more than 2 connections (limits.connections)", refused.detail());
                assertTrue(one.get("/").readResponse().endsWith("x"));
                assertTrue(two.get("/").readResponse().endsWith("x"));
                return read;
            }
        }
    }

    private static LimitSpec total(int connections) {
        return new LimitSpec(
                8192, 32768, 128, Optional.empty(), Duration.ofSeconds(30), Duration.ofSeconds(75), connections);
    }

    private static String askFrom(String address, TestGateway gateway) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(IpAddresses.parse(address).orElseThrow(), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void streamTooManyIsRefusedAndOtherResponsesAreNot() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    if (talk.readHead().startsWith("GET /plain ")) {
                        talk.ok("plain");
                        return;
                    }
                    talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n");
                    talk.readToEnd();
                });
                TestGateway gateway =
                        TestGateway.pool(backend).limits(counts(0, 0, 1)).start();
                RawClient second = RawClient.connect(gateway)) {
            try (RawClient first = RawClient.connect(gateway)) {
                assertTrue(first.get("/").readHead().startsWith("HTTP/1.1 200 OK\r\n"));
                String refusal = second.get("/").readResponse();
                assertTrue(refusal.startsWith("HTTP/1.1 503 "), refusal);
                assertTrue(refusal.contains("too-many-streams") && !refusal.contains("data:"), refusal);
                assertFalse(refusal.contains("Connection: close"), refusal);
                assertTrue(second.get("/plain").readResponse().endsWith("plain"));
            }
            TestGateway.await("the first has ended", () -> gateway.backend("b1").streams() == 0);
            assertTrue(second.get("/").readHead().startsWith("HTTP/1.1 200 OK\r\n"));
        }
    }

    @Test
    void requestTooManyThatWaitsForABackendIsRefusedAndItIsServedWhenTheBackendAnswers() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    answer.await();
                    talk.ok("at last");
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .limits(limits(PaceSpec.DEFAULT, 0, 0, 10, 2))
                        .start();
                RawClient one = RawClient.connect(gateway);
                RawClient two = RawClient.connect(gateway);
                RawClient three = RawClient.connect(gateway)) {
            one.get("/");
            two.get("/");
            TestGateway.await("two wait", () -> gateway.backend("b1").pending() == 2);

            String refusal = three.get("/").readResponse();
            assertTrue(refusal.startsWith("HTTP/1.1 503 "), refusal);
            assertTrue(refusal.contains("too-many-pending"), refusal);
            assertFalse(refusal.contains("Connection: close"), refusal);
            assertEquals(Failure.TOO_MANY_PENDING, gateway.record().failure());
            assertEquals(2, gateway.backend("b1").inFlight());

            answer.countDown();
            assertTrue(one.readResponse().endsWith("at last"));
            assertTrue(two.readResponse().endsWith("at last"));
            assertTrue(three.get("/").readResponse().endsWith("at last"));
            gateway.assertIdle();
        }
    }

    @Test
    void requestOfSomebodyFreeGoesToTheBackendWhereFewerWaitAndAStreamThatHasBegunDoesNotWait() throws Exception {
        try (RawBackend stuck = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.readToEnd();
                });
                RawBackend free = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n");
                    talk.readToEnd();
                });
                TestGateway gateway = TestGateway.pool(stuck, free)
                        .limits(limits(PaceSpec.DEFAULT, 0, 0, 10, 1))
                        .start();
                RawClient waiting = RawClient.connect(gateway)) {
            waiting.get("/");
            TestGateway.await("one waits", () -> gateway.backend("b1").pending() == 1);
            for (int i = 0; i < 3; i++) {
                try (RawClient client = RawClient.connect(gateway)) {
                    assertTrue(client.get("/").readHead().startsWith("HTTP/1.1 200 OK\r\n"));
                    assertEquals(0, gateway.backend("b2").pending());
                }
            }
        }
    }
}
