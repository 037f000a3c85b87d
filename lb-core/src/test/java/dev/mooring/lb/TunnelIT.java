// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import dev.mooring.lb.testing.Trio;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are upgraded to another protocol. */
class TunnelIT {
    private static final String[] ASK = {"Connection: keep-alive, Upgrade", "Upgrade: echo/1, WebSocket", "X: y"};
    private static final String TAKEN = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: ";

    /** Takes the upgrade, and echoes until the other end has said all. */
    private static void echo(RawBackend.Talk talk) throws IOException {
        talk.readHead();
        talk.send(TAKEN + "echo/1\r\n\r\n");
        talk.send(talk.readToEnd());
    }

    private static RawClient upgraded(RawClient client) throws IOException {
        String head = client.get("/", ASK).readHead();
        assertTrue(head.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), head);
        assertTrue(head.contains("\r\nConnection: Upgrade\r\n"), head);
        return client;
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"EPOLL", "NIO"})
    void octetsGoBothWaysAsTheyAreAndEachWayEndsByItself(Transport transport) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 100 Continue\r\n\r\n" + TAKEN + "echo/1\r\nContent-Length: 3\r\n\r\nwelcome");
                    talk.send(talk.readToEnd());
                    talk.shutdownOutput();
                });
                TestGateway gateway =
                        TestGateway.pool(backend).transport(transport).start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/x", ASK).readHead();
            String head = client.readHead();
            assertTrue(head.contains("\r\nUpgrade: echo/1\r\n"), head);
            assertFalse(head.contains("Content-Length"), head);
            assertEquals("welcome", client.read(7));
            String sent = backend.heads().get(0);
            assertTrue(sent.contains("\r\nConnection: Upgrade\r\nUpgrade: echo/1, WebSocket\r\n"), sent);
            assertTrue(sent.contains("\r\nX: y\r\n") && sent.contains("\r\nVia: 1.1 mooring\r\n"), sent);
            TestGateway.await("it is counted", () -> gateway.backend("b1").tunnels() == 1);
            client.send("GET / HTTP/1.1\r\n\r\n\u0000\u00ff");
            client.shutdownOutput();
            assertEquals("GET / HTTP/1.1\r\n\r\n\u0000\u00ff", client.readToEnd());
            ExchangeRecord record = gateway.record();
            assertEquals(101, record.status());
            assertEquals(BodyEnd.CLEAN, record.bodyEnd());
            assertNull(record.failure());
            assertEquals(20, record.bytesFromClient());
            assertEquals(27, record.bytesToClient());
            gateway.assertIdle();
            assertEquals(0, gateway.backend("b1").tunnels());
        }
    }

    @Test
    void whatTheClientSendsAheadBelongsToTheTunnelIfThereIsOne() throws Exception {
        try (Trio trio = Trio.of(TunnelIT::echo)) {
            trio.client().get("/", ASK).send("ahead");
            trio.client().shutdownOutput();
            assertTrue(trio.client().readToEnd().endsWith("\r\n\r\nahead"));
        }
        try (Trio trio = Trio.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")) {
            trio.client().get("/1", ASK).get("/2");
            assertTrue(trio.client().readResponse().endsWith("no"));
            assertTrue(trio.client().readResponse().endsWith("no"));
            assertTrue(trio.lastHead().startsWith("GET /2 HTTP/1.1\r\n"));
            assertFalse(trio.lastHead().contains("pgrade"));
        }
    }

    @Test
    void backendMayEndFirst() throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send(TAKEN + "echo/1\r\n\r\nbye");
            talk.shutdownOutput();
            rest.complete(talk.readToEnd());
        })) {
            assertEquals("bye", upgraded(trio.client()).readToEnd());
            trio.client().send("late");
            trio.client().close();
            assertEquals("late", rest.get());
            assertEquals(BodyEnd.CLEAN, trio.gateway().record().bodyEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Upgrade: echo/1\r\n",
                "Connection: Upgrade\r\n",
                "Connection: Upgrade\r\nUpgrade: h2c\r\n",
                "Connection: Upgrade\r\nUpgrade: echo/2\r\n",
                "Connection: Upgrade\r\nUpgrade: echo/1, other\r\n",
                "Connection: close\r\nUpgrade: echo/1\r\n",
                "Connection: Upgrade\r\nUpgrade:\r\n"
            })
    void switchToWhatWasNotOfferedIsABadGateway(String lines) throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 101 x\r\n" + lines + "\r\nevil");
            talk.readToEnd();
        })) {
            String response = trio.client().get("/", ASK).readResponse();
            assertTrue(response.startsWith("HTTP/1.1 502 Bad Gateway\r\n"), response);
            assertTrue(response.contains("upgrade-refused"), response);
            assertEquals(Failure.UPGRADE_REFUSED, trio.gateway().record().failure());
            TestGateway.await("the backend is let go", () -> trio.backend().open() == 0);
            trio.client().get("/").readResponse();
        }
    }

    @Test
    void switchBeforeTheRequestIsCompleteIsABadGateway() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send(TAKEN + "echo/1\r\n\r\n");
            talk.readToEnd();
        })) {
            trio.client()
                    .send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n" + String.join("\r\n", ASK)
                            + "\r\n\r\nhel");
            assertTrue(trio.client().readToEnd().startsWith("HTTP/1.1 502 "));
        }
    }

    @Test
    void requestWithABodyMayBeUpgraded() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            String body = talk.read(5);
            talk.send(TAKEN + "echo/1\r\n\r\n" + body);
            talk.send(talk.read(3));
        })) {
            trio.client()
                    .send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n" + String.join("\r\n", ASK)
                            + "\r\n\r\nhello+++");
            assertTrue(trio.client().readToEnd().endsWith("\r\n\r\nhello+++"));
        }
    }

    @Test
    void clientStaysOnItsBackendAndLearnsOfItByTheSwitch() throws Exception {
        RawBackend.Conversation named = talk -> {
            talk.readHead();
            talk.send(TAKEN + "websocket\r\n\r\n" + talk.socket().getLocalPort() + "\n");
            talk.readToEnd();
        };
        try (RawBackend one = RawBackend.start(named);
                RawBackend two = RawBackend.start(named);
                TestGateway gateway = TestGateway.pool(one, two)
                        .affinity(AffinitySpec.of(AffinitySpec.Cookie.DEFAULT))
                        .start()) {
            String cookie;
            String port;
            try (RawClient client = RawClient.connect(gateway)) {
                String head = client.get("/", ASK).readHead();
                cookie = head.replaceAll("(?s).*\r\nSet-Cookie: ([^;]*);.*", "$1");
                port = client.readUntil("\n");
            }
            for (int i = 0; i < 6; i++) {
                try (RawClient client = RawClient.connect(gateway)) {
                    String head =
                            client.get("/", ASK[0], ASK[1], "Cookie: " + cookie).readHead();
                    assertFalse(head.contains("Set-Cookie"), head);
                    assertEquals(port, client.readUntil("\n"));
                }
            }
        }
    }

    @Test
    void clientThatIsGoneIsToldToTheBackend() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send(TAKEN + "echo/1\r\n\r\n");
            talk.readToEnd();
            over.countDown();
        })) {
            upgraded(trio.client()).reset();
            over.await();
            assertEquals(Failure.CLIENT_GONE, trio.gateway().record().failure());
            trio.gateway().assertIdle();
        }
    }

    @Test
    void backendThatBreaksIsAResetForTheClient() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send(TAKEN + "echo/1\r\n\r\nhalf");
            ready.await();
            talk.reset();
        })) {
            assertEquals("half", upgraded(trio.client()).read(4));
            ready.countDown();
            assertEquals("<reset>", trio.client().readToEnd());
            assertEquals(Failure.BACKEND_RESET, trio.gateway().record().failure());
            assertEquals(BodyEnd.CUT_BY_BACKEND, trio.gateway().record().bodyEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoDoesNotReadStopsTheOther(boolean clientReads) throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch go = new CountDownLatch(1);
        byte[] block = new byte[64 * 1024];
        long all = 40_000_000;
        CompletableFuture<Long> read = new CompletableFuture<>();
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send(TAKEN + "echo/1\r\n\r\n");
            if (clientReads) {
                go.await();
                read.complete((long) talk.readToEnd().length());
            } else {
                for (; sent.get() < all; sent.addAndGet(block.length)) {
                    talk.send(block);
                }
            }
        })) {
            RawClient client = upgraded(trio.client());
            Thread sender = new Thread(() -> {
                try {
                    for (; clientReads && sent.get() < all; sent.addAndGet(block.length)) {
                        client.send(block);
                    }
                    if (clientReads) {
                        client.shutdownOutput();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            long[] last = {-1};
            TestGateway.await("it stops", () -> {
                long now = sent.get();
                boolean still = now == last[0] && now > 0;
                last[0] = now;
                LockSupport.parkNanos(50_000_000);
                return still;
            });
            assertTrue(sent.get() < 20_000_000, sent + " octets are under way");
            go.countDown();
            long got = clientReads ? read.get() : client.readToEnd().length();
            assertTrue(got >= all, got + " of " + all);
            sender.join();
        }
    }

    @Test
    void silenceFiresTheIdleClockWhichHasAFailureOfItsOwnForTunnels() throws Exception {
        try (RawBackend backend = RawBackend.start(TunnelIT::echo);
                TestGateway gateway = TestGateway.pool(backend)
                        .timeouts(t -> new TimeoutSpec(
                                t.connect(), t.firstByte(), Optional.of(Duration.ofMillis(200)), Optional.empty()))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            assertEquals("", upgraded(client).readToEnd());
            assertEquals(Failure.TUNNEL_IDLE, gateway.record().failure());
            assertEquals(Clock.IDLE, gateway.record().clock());
            assertEquals(BodyEnd.CLOCK_IDLE, gateway.record().bodyEnd());
            gateway.assertIdle();
        }
    }

    private static String frame(int first, String payload) {
        return (char) first + "" + (char) payload.length() + payload;
    }

    /** Undoes the mask of the only frame in these octets. */
    private static String unmasked(String frame) {
        StringBuilder text = new StringBuilder();
        for (int i = 6; i < frame.length(); i++) {
            text.append((char) (frame.charAt(i) ^ frame.charAt(2 + (i - 6) % 4)));
        }
        return text.toString();
    }

    @Test
    void drainTellsBothEndsOfAWebSocketThatItIsGoingAway() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(TAKEN + "WebSocket\r\n\r\n" + frame(0x81, "hi"));
                    heard.complete(talk.readToEnd());
                });
                TestGateway gateway =
                        TestGateway.pool(backend).drain(Duration.ofMillis(100)).start();
                RawClient client = RawClient.connect(gateway)) {
            assertEquals(frame(0x81, "hi"), upgraded(client).read(4));
            gateway.server().close();
            assertEquals(frame(0x88, "\u0003\u00e9"), client.readToEnd());
            String close = heard.get().replace("<reset>", "");
            assertEquals("\u0088\u0082", close.substring(0, 2));
            assertEquals("\u0003\u00e9", unmasked(close));
            assertEquals(BodyEnd.DRAINED, gateway.record().bodyEnd());
            assertEquals(Failure.SHUTTING_DOWN, gateway.record().failure());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0081\u0005hel", "\u0088\u0002\u0003\u00e8", "\u0081~"})
    void nothingIsWrittenIntoAFrameOrBehindTheLastOne(String begun) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(TAKEN + "websocket\r\n\r\n" + begun);
                    talk.readToEnd();
                });
                TestGateway gateway =
                        TestGateway.pool(backend).drain(Duration.ofMillis(100)).start();
                RawClient client = RawClient.connect(gateway)) {
            assertEquals(begun, upgraded(client).read(begun.length()));
            gateway.server().close();
            assertEquals("", client.readToEnd());
        }
    }
}
