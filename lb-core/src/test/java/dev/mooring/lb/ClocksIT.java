// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.testing.FullListener;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawBackend.Talk;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of the four clocks fires when it is due, only then, and says which one it was. */
class ClocksIT {
    private static final Duration DUE = Duration.ofMillis(300);
    private static final Duration LATE = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static TimeoutSpec timeouts(Duration connect, Duration firstByte, Duration idle) {
        return new TimeoutSpec(connect, Optional.of(firstByte), Optional.of(idle), Optional.empty());
    }

    private static TestGateway start(RawBackend backend, TimeoutSpec timeouts) throws Exception {
        return TestGateway.pool(backend).timeouts(t -> timeouts).start();
    }

    private static void assertFiredOnTime(ExchangeRecord record, Clock clock, Duration since) {
        assertEquals(clock, record.clock());
        Duration total = Duration.ofNanos(record.timing().total());
        assertTrue(total.compareTo(since) >= 0, "fired early, after " + total);
        assertTrue(total.compareTo(since.plus(LATE)) <= 0, "fired late, after " + total);
    }

    @Test
    void connectClockEndsAConnectThatIsNotAnswered() throws Exception {
        try (FullListener full = new FullListener();
                TestGateway gateway = TestGateway.pool()
                        .backend(full.port())
                        .timeouts(t -> timeouts(DUE, LONG, LONG))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/").readResponse();
            assertTrue(response.startsWith("HTTP/1.1 504 "), response);
            ExchangeRecord record = gateway.record();
            assertEquals(Failure.CONNECT_TIMEOUT, record.failure());
            assertFiredOnTime(record, Clock.CONNECT, DUE);
            gateway.assertIdle();
            assertEquals(0, gateway.backend("b1").connections());
        }
    }

    @Test
    void afterTheConnectClockAnotherBackendServes() throws Exception {
        try (FullListener full = new FullListener();
                RawBackend good = RawBackend.named("good");
                TestGateway gateway = TestGateway.pool()
                        .backend(full.port())
                        .backend(good)
                        .timeouts(t -> timeouts(DUE, LONG, LONG))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readResponse().endsWith("good"));
            ExchangeRecord record = gateway.record();
            assertEquals(2, record.attempts().size());
            assertEquals(Failure.CONNECT_TIMEOUT, record.attempts().get(0).failure());
            assertFiredOnTime(record, Clock.CONNECT, DUE);
            assertNull(record.failure());
            gateway.assertIdle();
        }
    }

    @Test
    void firstByteClockEndsTheWaitForAnAnswer() throws Exception {
        try (RawBackend frozen = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.readToEnd();
                });
                TestGateway gateway = start(frozen, timeouts(LONG, DUE, LONG));
                RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/").readResponse();
            assertTrue(response.startsWith("HTTP/1.1 504 "), response);
            assertEquals(Failure.RESPONSE_TIMEOUT, gateway.record().failure());
            assertFiredOnTime(gateway.record(), Clock.FIRST_BYTE, DUE);
            gateway.assertIdle();
            TestGateway.await("the frozen backend is left", () -> frozen.open() == 0);
        }
    }

    @Test
    void idleClockEndsAStreamThatFellSilent() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(EVENTS + "6\r\ndata\n\n\r\n");
                    talk.readToEnd();
                });
                TestGateway gateway = start(backend, timeouts(LONG, LONG, DUE));
                RawClient client = RawClient.connect(gateway)) {
            String all = client.get("/").readToEnd();
            assertTrue(all.endsWith("data\n\n\r\n"), all);
            ExchangeRecord record = gateway.record();
            assertEquals(BodyEnd.CLOCK_IDLE, record.bodyEnd());
            assertEquals(Failure.BODY_STALLED, record.failure());
            assertFiredOnTime(record, Clock.IDLE, DUE);
            assertTrue(record.stream());
            gateway.assertIdle();
        }
    }

    @Test
    void streamWhoseEventsComeMoreOftenThanTheIdleClockLivesOn() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(EVENTS);
                    for (int i = 0; i < 8; i++) {
                        pause(talk, DUE.dividedBy(2));
                        talk.send("6\r\ndata\n\n\r\n");
                    }
                    talk.send("0\r\n\r\n");
                });
                TestGateway gateway = start(backend, timeouts(LONG, LONG, DUE));
                RawClient client = RawClient.connect(gateway)) {
            String all = client.get("/").readUntil("0\r\n\r\n");
            assertEquals(8, all.split("data", -1).length - 1);
            assertEquals(BodyEnd.CLEAN, gateway.record().bodyEnd());
            assertNull(gateway.record().clock());
            gateway.assertIdle();
        }
    }

    @Test
    void streamMayBeSilentForAsLongAsItLikesWithoutIdleClock() throws Exception {
        TimeoutSpec none = new TimeoutSpec(LONG, Optional.of(DUE), Optional.empty(), Optional.empty());
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(EVENTS);
                    pause(talk, DUE.multipliedBy(3));
                    talk.send("6\r\ndata\n\n\r\n0\r\n\r\n");
                });
                TestGateway gateway = start(backend, none);
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readUntil("0\r\n\r\n").contains("data"));
            assertNull(gateway.record().clock());
        }
    }

    @Test
    void idleClockTellsAClientThatStallsItsUpload() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.readToEnd();
                });
                TestGateway gateway = start(backend, timeouts(LONG, LONG, DUE));
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nonly so much");
            String response = client.readResponse();
            assertTrue(response.startsWith("HTTP/1.1 408 "), response);
            ExchangeRecord record = gateway.record();
            assertEquals(Failure.CLIENT_TIMEOUT, record.failure());
            assertFiredOnTime(record, Clock.IDLE, DUE);
            gateway.assertIdle();
            TestGateway.await("the backend is left", () -> backend.open() == 0);
        }
    }

    @Test
    void totalClockEndsAnExchangeHoweverBusyItIs() throws Exception {
        TimeoutSpec total = new TimeoutSpec(LONG, Optional.of(LONG), Optional.of(LONG), Optional.of(DUE));
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(EVENTS);
                    while (true) {
                        talk.send("6\r\ndata\n\n\r\n");
                        pause(talk, Duration.ofMillis(10));
                    }
                });
                TestGateway gateway = start(backend, total);
                RawClient client = RawClient.connect(gateway)) {
            String all = client.get("/").readToEnd();
            assertTrue(all.contains("data") && !all.endsWith("0\r\n\r\n"), all);
            ExchangeRecord record = gateway.record();
            assertEquals(BodyEnd.CLOCK_TOTAL, record.bodyEnd());
            assertEquals(Failure.TOTAL_TIMEOUT, record.failure());
            assertFiredOnTime(record, Clock.TOTAL, DUE);
            gateway.assertIdle();
        }
    }

    @Test
    void totalClockBeforeTheAnswerGives504() throws Exception {
        TimeoutSpec total = new TimeoutSpec(LONG, Optional.of(LONG), Optional.of(LONG), Optional.of(DUE));
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.readToEnd();
                });
                TestGateway gateway = start(backend, total);
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readResponse().startsWith("HTTP/1.1 504 "));
            assertEquals(Failure.TOTAL_TIMEOUT, gateway.record().failure());
            assertFiredOnTime(gateway.record(), Clock.TOTAL, DUE);
            gateway.assertIdle();
        }
    }

    @Test
    void clientThatStallsItsHeadGets408AndOneThatSendsNothingIsClosed() throws Exception {
        LimitSpec d = LimitSpec.DEFAULT;
        LimitSpec hurried = new LimitSpec(
                d.requestLine(), d.headerBytes(), d.headerCount(), d.bodyBytes(), DUE, d.keepAlive(), d.connections());
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = TestGateway.pool(backend).limits(hurried).start();
                RawClient stalling = RawClient.connect(gateway);
                RawClient silent = RawClient.connect(gateway)) {
            stalling.send("GET / HTTP/1.1\r\nHo");
            assertTrue(stalling.readResponse().startsWith("HTTP/1.1 408 "));
            assertEquals("", silent.readToEnd());
            assertEquals(Failure.CLIENT_TIMEOUT, gateway.record().failure());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: test\r\n\r\n"})
    void slowReaderGetsTheWholeResponseHoweverShortTheKeepAlive(String request) throws Exception {
        String body = "x".repeat(2 << 20);
        LimitSpec d = LimitSpec.DEFAULT;
        LimitSpec impatient = new LimitSpec(
                d.requestLine(),
                d.headerBytes(),
                d.headerCount(),
                d.bodyBytes(),
                d.headerTime(),
                Duration.ofMillis(200),
                d.connections());
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.ok(body);
                });
                TestGateway gateway =
                        TestGateway.pool(backend).limits(impatient).start();
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(body.length() - 300_000);
            // Longer than a kept connection may idle, and than a client that has got everything may linger.
            LockSupport.parkNanos(Duration.ofMillis(2600).toNanos());
            socket.setSoTimeout(5000);
            byte[] rest = socket.getInputStream().readAllBytes();
            String all = new String(start, StandardCharsets.US_ASCII) + new String(rest, StandardCharsets.US_ASCII);
            assertEquals(body.length(), all.length() - all.indexOf("\r\n\r\n") - 4);
            gateway.assertIdle();
        }
    }

    @Test
    void idleClockBlamesTheClientThatReadsNothing() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + (1L << 30) + "\r\n\r\n");
                    while (true) {
                        talk.send("x".repeat(64 * 1024));
                    }
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .timeouts(t -> timeouts(t.connect(), Duration.ofSeconds(5), Duration.ofMillis(500)))
                        .start();
                RawClient stalled = RawClient.connect(gateway)) {
            stalled.get("/").readHead();
            assertEquals(Failure.CLIENT_TIMEOUT, gateway.record().failure());
            assertEquals(Clock.IDLE, gateway.record().clock());
            gateway.assertIdle();
        }
    }

    /** Waits while the other end says nothing. */
    private static void pause(Talk talk, Duration time) throws Exception {
        talk.readWithin(time);
    }
}
