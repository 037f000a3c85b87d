// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static dev.mooring.lb.testing.H2Client.DATA;
import static dev.mooring.lb.testing.H2Client.END_HEADERS;
import static dev.mooring.lb.testing.H2Client.END_STREAM;
import static dev.mooring.lb.testing.H2Client.HEADERS;
import static dev.mooring.lb.testing.H2Client.PING;
import static dev.mooring.lb.testing.H2Client.RST_STREAM;
import static dev.mooring.lb.testing.H2Client.SETTINGS;
import static dev.mooring.lb.testing.H2Client.WINDOW_UPDATE;
import static dev.mooring.lb.testing.H2Client.section;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.TestGateway;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over HTTP/2 (RFC 8441), frame by frame. */
final class ConnectIT {
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";

    /** The answer to the key of a handshake (RFC 6455, 4.2.2). */
    private static String proof(String head) throws Exception {
        String key = head.replaceAll("(?s).*\r\nSec-WebSocket-Key: ([^\r]*)\r\n.*", "$1");
        assertEquals(16, Base64.getDecoder().decode(key).length);
        byte[] octets = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(octets));
    }

    private static void accept(RawBackend.Talk talk, String first) throws Exception {
        talk.send(SWITCH + "Sec-WebSocket-Accept: " + proof(talk.readHead()) + "\r\n\r\n" + first);
    }

    private static void echo(RawBackend.Talk talk) throws Exception {
        accept(talk, "");
        talk.send(talk.readToEnd());
    }

    private static TestGateway gateway(RawBackend backend) throws Exception {
        return TestGateway.pool(backend).h2c().start();
    }

    private static String ask(String path, String... more) {
        return section(
                        ":method",
                        "CONNECT",
                        ":protocol",
                        "websocket",
                        ":scheme",
                        "http",
                        ":authority",
                        "test",
                        ":path",
                        path,
                        "sec-websocket-version",
                        "13")
                + section(more);
    }

    private static H2Client connect(H2Client client, int stream, String... more) throws Exception {
        return client.frame(HEADERS, END_HEADERS, stream, ask("/chat?a=b", more));
    }

    private static String connected(H2Client client, int stream, String... more) throws Exception {
        String fields = connect(client, stream, more).fields();
        assertTrue(fields.startsWith(":status: 200\n"), fields);
        return fields;
    }

    /** The data of the only stream up to its end. */
    private static String data(H2Client client) throws IOException {
        StringBuilder all = new StringBuilder();
        H2Client.Frame frame;
        do {
            frame = client.await(DATA);
            all.append(frame.payload());
        } while (!frame.endStream());
        return all.toString();
    }

    @Test
    void whatIsNoProperConnectIsAStreamError() throws Exception {
        String rest = section(":scheme", "http", ":authority", "a", ":path", "/");
        String connect = section(":method", "CONNECT", ":protocol", "websocket");
        List<String> malformed = List.of(
                section(":method", "GET", ":protocol", "websocket") + rest,
                section(":method", "GET", ":protocol", "") + rest,
                connect + section(":scheme", "http", ":authority", "a"),
                connect + section(":authority", "a", ":path", "/"),
                connect + section(":scheme", "wss", ":authority", "a", ":path", "/"),
                connect + section(":scheme", "http", ":path", "/"),
                connect + section(":scheme", "http", ":authority", "a", ":path", ""),
                connect + section(":authority", "a"),
                connect + section(":protocol", "websocket") + rest,
                connect + rest + section("content-length", "0"),
                connect + rest + section("upgrade", "websocket"),
                connect + rest + section("connection", "upgrade"),
                connect + rest + section("host", "b"),
                section(":method", "CONNECT") + rest);
        try (RawBackend backend = RawBackend.start(ConnectIT::echo);
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            int stream = 1;
            for (String fields : malformed) {
                client.frame(HEADERS, END_HEADERS, stream, fields);
                H2Client.Frame reset = client.await(RST_STREAM);
                assertEquals(stream, reset.stream(), fields);
                assertEquals(Http2Error.PROTOCOL_ERROR.code(), reset.code(), fields);
                stream += 2;
            }
            assertEquals(Failure.BAD_FRAMING, gateway.record(malformed.size()).failure());
            connected(client, stream);
            assertEquals(1, backend.heads().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect-udp", "WEBSOCKET", "h2c", "websocket, x"})
    void otherProtocolsAreNotImplemented(String protocol) throws Exception {
        try (RawBackend backend = RawBackend.start(ConnectIT::echo);
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            client.frame(
                    HEADERS,
                    END_HEADERS | END_STREAM,
                    1,
                    section(":method", "CONNECT", ":protocol", protocol, ":scheme", "http", ":authority", "a")
                            + section(":path", "/"));
            assertTrue(client.response(1).startsWith(":status: 501\n"));
            assertEquals(Failure.METHOD_UNSUPPORTED, gateway.record().failure());
            assertEquals(0, backend.accepted());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 204 No Content\r\n\r\n",
                SWITCH + "\r\nevil",
                SWITCH + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nevil",
                SWITCH + "Sec-WebSocket-Accept: $\r\nSec-WebSocket-Accept: $\r\n\r\nevil",
                "HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: chat\r\nSec-WebSocket-Accept: $\r\n\r\nevil",
                "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: $\r\n\r\nevil"
            })
    void backendThatDoesNotProveThatItUnderstoodIsABadGateway(String answer) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.send(answer.replace("$", proof(talk.readHead())));
                    talk.readToEnd();
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            String response = connect(client, 1).response(1);
            assertTrue(response.startsWith(":status: 502\n"), response);
            assertTrue(response.contains("upgrade-refused") && !response.contains("evil"), response);
            assertEquals(Failure.UPGRADE_REFUSED, gateway.record().failure());
            assertEquals(Http2Error.NO_ERROR.code(), client.await(RST_STREAM).code());
            TestGateway.await("the backend is let go", () -> backend.open() == 0);
            gateway.assertIdle();
        }
    }

    @Test
    void refusalPassesAndWhatTheClientSentAheadIsForgotten() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    while (true) {
                        talk.readHead();
                        sent.await();
                        talk.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                    }
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            connect(client, 1).data(1, "x".repeat(10_000), false);
            client.frame(PING, 0, 0, "12345678").await(PING);
            sent.countDown();
            String response = client.response(1);
            assertTrue(response.startsWith(":status: 403\n") && response.endsWith("no"), response);
            assertEquals(Http2Error.NO_ERROR.code(), client.await(RST_STREAM).code());
            client.data(1, "late", true);
            client.get(3, "/next");
            assertTrue(client.response(3).endsWith("no"));
            String head = backend.heads().get(1);
            assertTrue(head.startsWith("GET /next HTTP/1.1\r\n"), head);
            assertEquals(1, backend.accepted());
            gateway.assertIdle();
        }
    }

    @Test
    void responseOfTheBalancersOwnIsNoTunnel() throws Exception {
        try (RawBackend backend = RawBackend.start(ConnectIT::echo);
                TestGateway gateway = TestGateway.pool(backend)
                        .h2c()
                        .route("/chat", new RouteAction.Respond(200, "test"))
                        .start();
                H2Client client = H2Client.connect(gateway)) {
            String response = connect(client, 1).response(1);
            assertTrue(response.startsWith(":status: 501\n"), response);
            gateway.assertIdle();
        }
    }

    @Test
    void connectBecomesAHandshakeAndItsStreamATunnel() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    accept(talk, "welcome");
                    talk.send(talk.readToEnd());
                    talk.shutdownOutput();
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            assertTrue(client.await(SETTINGS).payload().contains("\u0000\u0008\u0000\u0000\u0000\u0001"));
            String fields = connected(
                    client, 1, "sec-websocket-key", "bWluZQ==", "sec-websocket-protocol", "chat", "cookie", "a=1");
            assertFalse(fields.contains("connection") || fields.contains("upgrade"), fields);
            assertFalse(fields.contains("sec-websocket-accept"), fields);
            assertEquals("welcome", client.await(DATA).payload());
            String head = backend.heads().get(0);
            assertTrue(head.startsWith("GET /chat?a=b HTTP/1.1\r\n"), head);
            assertTrue(head.contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"), head);
            assertTrue(head.contains("\r\nsec-websocket-version: 13\r\n"), head);
            assertTrue(head.contains("\r\nsec-websocket-protocol: chat\r\n"), head);
            assertTrue(head.contains("\r\ncookie: a=1\r\n"), head);
            assertTrue(head.contains("\r\nVia: 2.0 mooring\r\n"), head);
            assertFalse(head.contains("bWluZQ=="), head);
            assertFalse(head.contains("Content-Length") || head.contains("Transfer-Encoding"), head);
            TestGateway.await("it is counted", () -> gateway.backend("b1").tunnels() == 1);
            client.data(1, "\u0000\u00ffab", false).data(1, "cd", true);
            assertEquals("\u0000\u00ffabcd", data(client));
            ExchangeRecord record = gateway.record();
            assertEquals("GET", record.request().method());
            assertEquals(101, record.status());
            assertEquals(BodyEnd.CLEAN, record.bodyEnd());
            assertNull(record.failure());
            assertEquals(6, record.bytesFromClient());
            assertEquals(13, record.bytesToClient());
            gateway.assertIdle();
            assertEquals(0, gateway.backend("b1").tunnels());
            connected(client, 3);
        }
    }

    @Test
    void whatTheClientSendsAheadBelongsToTheTunnel() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    String head = talk.readHead();
                    sent.await();
                    talk.send(SWITCH + "Sec-WebSocket-Accept: " + proof(head) + "\r\n\r\n");
                    talk.send(talk.readToEnd());
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            connect(client, 1).data(1, "ahead", false).data(1, "", true);
            client.frame(PING, 0, 0, "12345678").await(PING);
            sent.countDown();
            assertEquals("ahead", data(client));
            gateway.assertIdle();
        }
    }

    @Test
    void backendMayEndFirst() throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    accept(talk, "bye");
                    talk.shutdownOutput();
                    rest.complete(talk.readToEnd());
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            connected(client, 1);
            assertEquals("bye", data(client));
            client.data(1, "late", true);
            assertEquals("late", rest.get());
            assertEquals(BodyEnd.CLEAN, gateway.record().bodyEnd());
            gateway.assertIdle();
            client.frame(PING, 0, 0, "12345678").await(PING);
        }
    }

    @Test
    void resetInTheMiddleIsToldToTheBackendAndToNobodyElse() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    accept(talk, "");
                    talk.readToEnd();
                    over.countDown();
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            connected(client, 1);
            client.data(1, "abc", false).frame(RST_STREAM, 0, 1, H2Client.number(8));
            over.await();
            assertEquals(Failure.CLIENT_GONE, gateway.record().failure());
            gateway.assertIdle();
            connected(client, 3);
        }
    }

    @Test
    void nothingButDataIsAllowedInATunnel() throws Exception {
        try (RawBackend backend = RawBackend.start(ConnectIT::echo);
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            connected(client, 1);
            client.frame(HEADERS, END_HEADERS | END_STREAM, 1, section("x", "1"));
            assertEquals(
                    Http2Error.PROTOCOL_ERROR.code(), client.await(RST_STREAM).code());
            assertEquals(BodyEnd.GONE_CLIENT, gateway.record().bodyEnd());
            TestGateway.await("the backend is let go", () -> backend.open() == 0);
            gateway.assertIdle();
            connected(client, 3);
        }
    }

    @Test
    void backendThatBreaksIsAResetOfTheStream() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    accept(talk, "half");
                    ready.await();
                    talk.reset();
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            connected(client, 1);
            assertEquals("half", client.await(DATA).payload());
            ready.countDown();
            assertEquals(Http2Error.CANCEL.code(), client.await(RST_STREAM).code());
            assertEquals(BodyEnd.CUT_BY_BACKEND, gateway.record().bodyEnd());
            gateway.assertIdle();
        }
    }

    @Test
    void clientStaysOnItsBackend() throws Exception {
        RawBackend.Conversation named = talk -> {
            accept(talk, talk.socket().getLocalPort() + "");
            talk.readToEnd();
        };
        try (RawBackend one = RawBackend.start(named);
                RawBackend two = RawBackend.start(named);
                TestGateway gateway = TestGateway.pool(one, two)
                        .affinity(AffinitySpec.of(AffinitySpec.Cookie.DEFAULT))
                        .h2c()
                        .start();
                H2Client client = H2Client.connect(gateway)) {
            String cookie = connected(client, 1).replaceAll("(?s).*\nset-cookie: ([^;]*);.*", "$1");
            String port = client.await(DATA).payload();
            for (int stream = 3; stream < 15; stream += 2) {
                assertFalse(connected(client, stream, "cookie", cookie).contains("set-cookie"));
                assertEquals(port, client.await(DATA).payload());
            }
        }
    }

    @Test
    void silenceFiresTheIdleClock() throws Exception {
        try (RawBackend backend = RawBackend.start(ConnectIT::echo);
                TestGateway gateway = TestGateway.pool(backend)
                        .h2c()
                        .timeouts(t -> new TimeoutSpec(
                                t.connect(), t.firstByte(), Optional.of(Duration.ofMillis(200)), Optional.empty()))
                        .start();
                H2Client client = H2Client.connect(gateway)) {
            connected(client, 1);
            assertEquals("\u0088\u0002\u0003\u00e9", data(client));
            assertEquals(Http2Error.NO_ERROR.code(), client.await(RST_STREAM).code());
            assertEquals(Failure.TUNNEL_IDLE, gateway.record().failure());
            gateway.assertIdle();
        }
    }

    @Test
    void drainTellsBothEndsThatItIsGoingAway() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    accept(talk, "\u0081\u0002hi");
                    heard.complete(talk.readToEnd());
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .h2c()
                        .drain(Duration.ofMillis(100))
                        .start();
                H2Client client = H2Client.connect(gateway)) {
            connected(client, 1);
            assertEquals("\u0081\u0002hi", client.await(DATA).payload());
            gateway.server().close();
            String rest = client.readToEnd();
            assertTrue(rest.contains(H2Client.octets(DATA, END_STREAM, 1, "").substring(3)), rest);
            assertTrue(rest.contains("\u0088\u0002\u0003\u00e9"), rest);
            assertTrue(heard.get().startsWith("\u0088\u0082"), heard.get());
            assertEquals(BodyEnd.DRAINED, gateway.record().bodyEnd());
        }
    }

    /** What a sender has sent once it stands still. */
    private static long awaitStandstill(AtomicLong sent) {
        long[] last = {-1};
        TestGateway.await("it stops", () -> {
            long now = sent.get();
            boolean still = now == last[0] && now > 0;
            last[0] = now;
            LockSupport.parkNanos(100_000_000);
            return still;
        });
        return last[0];
    }

    @Test
    void clientThatOpensNoWindowStopsItsBackendAndNoOtherStream() throws Exception {
        AtomicLong sent = new AtomicLong();
        byte[] block = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        long all = 12_000_000;
        try (RawBackend backend = RawBackend.start(talk -> {
                    accept(talk, "");
                    if (talk.number() > 1) {
                        talk.send(talk.readToEnd());
                        return;
                    }
                    for (; sent.get() < all; sent.addAndGet(block.length)) {
                        talk.send(block);
                    }
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            client.frame(WINDOW_UPDATE, 0, 0, H2Client.number(1 << 30));
            connected(client, 1);
            long under = awaitStandstill(sent);
            assertTrue(under < 10_000_000, under + " octets are under way");
            connect(client, 3).data(3, "other", true);
            StringBuilder other = new StringBuilder();
            while (other.length() < 5) {
                H2Client.Frame frame = client.await(DATA);
                other.append(frame.stream() == 3 ? frame.payload() : "");
            }
            client.frame(WINDOW_UPDATE, 0, 1, H2Client.number(1 << 30));
            long got = 65_535;
            boolean end = false;
            while (!end) {
                H2Client.Frame frame = client.await(DATA);
                got += frame.stream() == 1 ? frame.payload().length() : 0;
                end = frame.stream() == 1 && frame.endStream();
            }
            assertTrue(got >= all, got + " of " + all);
            client.data(1, "", true);
            gateway.assertIdle();
        }
    }

    @Test
    void backendThatReadsNothingClosesTheWindowAndThenGetsAll() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Long> read = new CompletableFuture<>();
        long all = 10_000_000;
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.socket().setReceiveBufferSize(64 * 1024);
                    accept(talk, "");
                    go.await();
                    read.complete((long) talk.readToEnd().length());
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            connected(client, 1);
            String block = "x".repeat(16_000);
            long window = 65_535;
            long sent = 0;
            boolean stalled = false;
            while (sent < all) {
                while (window < block.length()) {
                    if (!stalled && client.wire().socket().getInputStream().available() == 0) {
                        // A ping comes back at once; if nothing comes before, the window is closed.
                        client.frame(PING, 0, 0, "12345678");
                    }
                    H2Client.Frame frame = client.next();
                    if (frame.type() == WINDOW_UPDATE && frame.stream() == 1) {
                        window += ((long) frame.payload().charAt(0) << 24)
                                + (frame.payload().charAt(1) << 16)
                                + (frame.payload().charAt(2) << 8)
                                + frame.payload().charAt(3);
                    } else if (frame.type() == PING && go.getCount() > 0 && sent > 2_000_000) {
                        stalled = true;
                        go.countDown();
                    }
                }
                client.data(1, block, false);
                sent += block.length();
                window -= block.length();
            }
            client.data(1, "", true);
            assertEquals(sent, read.get());
            gateway.assertIdle();
        }
    }
}
