// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static dev.mooring.lb.testing.H2Client.DATA;
import static dev.mooring.lb.testing.H2Client.END_HEADERS;
import static dev.mooring.lb.testing.H2Client.END_STREAM;
import static dev.mooring.lb.testing.H2Client.GOAWAY;
import static dev.mooring.lb.testing.H2Client.HEADERS;
import static dev.mooring.lb.testing.H2Client.PING;
import static dev.mooring.lb.testing.H2Client.RST_STREAM;
import static dev.mooring.lb.testing.H2Client.section;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import dev.mooring.lb.tls.TestTls;
import dev.mooring.lb.tls.TlsEngine;
import io.netty.handler.codec.http2.Http2Error;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests and responses over HTTP/2, frame by frame. */
final class Http2IT {
    private static RawBackend echo() throws Exception {
        return RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                String body = head.contains("Transfer-Encoding")
                        ? talk.readChunked()
                        : talk.read(RawClient.contentLength(head));
                talk.ok(head.startsWith("HEAD") ? "" : "<" + body + ">");
            }
        });
    }

    private static TestGateway gateway(RawBackend backend) throws Exception {
        return TestGateway.pool(backend).h2c().start();
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void overTlsTheProtocolIsAgreedOn(TlsEngine engine) throws Exception {
        TestTls tls = new TestTls();
        TlsSpec spec = TlsSpec.of(List.of(tls.certificate("localhost")));
        TlsSpec without =
                new TlsSpec(spec.certificates(), spec.minVersion(), spec.clientAuth(), Optional.empty(), false);
        try (RawBackend backend = echo();
                TestGateway with =
                        TestGateway.pool(backend).tlsEngine(engine).tls(spec).start();
                TestGateway old =
                        TestGateway.pool(backend).tlsEngine(engine).tls(without).start()) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(tls.context(Optional.empty()))
                    .build();
            HttpResponse<String> response = post(client, with, "x".repeat(300_000));
            assertEquals(HttpClient.Version.HTTP_2, response.version());
            assertEquals(300_002, response.body().length());
            assertEquals(HttpClient.Version.HTTP_1_1, post(client, old, "small").version());
            assertTrue(backend.heads().get(0).contains("X-Forwarded-Proto: https\r\n"));
            with.assertIdle();
        }
    }

    private static HttpResponse<String> post(HttpClient client, TestGateway gateway, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + "/"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aRequestBecomesOneOfHttp1AndCrumbsOfCookiesOneField() throws Exception {
        try (RawBackend backend = echo();
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/a?b=c", "cookie", "a=1", "x-one", "1", "cookie", "b=2", "te", "trailers");
            String response = client.response(1);
            assertTrue(response.startsWith(":status: 200\n"), response);
            assertTrue(response.endsWith("<>"), response);
            assertFalse(response.contains("connection"), response);
            String head = backend.heads().get(0);
            assertTrue(head.startsWith("GET /a?b=c HTTP/1.1\r\n"), head);
            assertTrue(head.contains("Host: test\r\n"), head);
            assertTrue(head.contains("cookie: a=1; b=2\r\n"), head);
            assertTrue(head.contains("Via: 2.0 mooring\r\n"), head);
            assertFalse(head.contains(":path") || head.contains("te: "), head);
            gateway.assertIdle();
        }
    }

    @Test
    void bodiesAndTrailersPassBothWays() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    String body = talk.readChunked();
                    talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx-sum: 7\r\n\r\n");
                    talk.readHead();
                    talk.ok(body.replace("\r\n", "|"));
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false).data(1, "hel", false).data(1, "lo", false);
            client.frame(HEADERS, END_HEADERS | END_STREAM, 1, section("x-check", "5"));
            String response = client.response(1);
            assertTrue(response.endsWith("abcx-sum: 7\n"), response);
            assertTrue(client.get(3, "/").response(3).endsWith("hellox-check: 5|"));
            gateway.assertIdle();
        }
    }

    @Test
    void responsesWithoutABodyAreOneFrame() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    while (true) {
                        String head = talk.readHead();
                        talk.send(
                                head.startsWith("HEAD")
                                        ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                                        : head.contains("/204")
                                                ? "HTTP/1.1 204 No Content\r\n\r\n"
                                                : "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
                    }
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "HEAD", "/", true);
            H2Client.Frame head = client.await(HEADERS);
            assertTrue(head.endStream());
            assertTrue(client.fields(head).contains("content-length: 5\n"));
            assertTrue(client.get(3, "/204").await(HEADERS).endStream());
            assertTrue(client.get(5, "/304").await(HEADERS).endStream());
            gateway.assertIdle();
        }
    }

    @Test
    void aSmallBodyEndsWithItsFrame() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.ok("small");
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            assertFalse(client.get(1, "/").await(HEADERS).endStream());
            H2Client.Frame body = client.await(DATA);
            assertEquals("small", body.payload());
            assertTrue(body.endStream());
            gateway.assertIdle();
        }
    }

    @Test
    void whatABackendSendsBitByBitIsNotHeldBack() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
                    seen.await();
                    talk.send("3\r\ntwo\r\n0\r\n\r\n");
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/");
            H2Client.Frame first = client.await(DATA);
            assertEquals("one", first.payload());
            assertFalse(first.endStream());
            seen.countDown();
            assertTrue(client.response(1).endsWith("two"));
            gateway.assertIdle();
        } finally {
            seen.countDown();
        }
    }

    @Test
    void interimResponsesPass() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
                    talk.ok("late");
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            String early = client.get(1, "/").fields();
            assertTrue(early.startsWith(":status: 103\n") && early.contains("link: </a.css>\n"), early);
            assertTrue(client.response(1).endsWith("late"));
        }
    }

    @Test
    void aBodyThatTheBackendCutsIsReset() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/").await(DATA);
            assertEquals(
                    Http2Error.INTERNAL_ERROR.code(), client.await(RST_STREAM).code());
            assertEquals(BodyEnd.CUT_BY_BACKEND, gateway.record().bodyEnd());
            // The connection is none the worse.
            client.frame(PING, 0, 0, "12345678").await(PING);
        }
    }

    @Test
    void aRequestThatTheClientResetsIsGivenUpAtTheBackend() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    talk.readToEnd();
                    closed.countDown();
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/").await(DATA);
            client.frame(RST_STREAM, 0, 1, H2Client.number(8));
            closed.await();
            assertEquals(Failure.CLIENT_GONE, gateway.record().failure());
            gateway.assertIdle();
        }
    }

    @Test
    void malformedRequestsAreStreamErrorsAndNeverForwarded() throws Exception {
        List<String> malformed = List.of(
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "X-Upper", "1"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "connection", "close"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "te", "gzip"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "upgrade", "h2c"),
                section(":method", "GET", ":scheme", "http", ":authority", "a"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", ""),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "x"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/ b"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/#b"),
                section(":method", "GET", ":scheme", "ftp", ":authority", "a", ":path", "/"),
                section(":method", "G T", ":scheme", "http", ":authority", "a", ":path", "/"),
                section(":method", "GET", ":scheme", "http", ":path", "/"),
                section(":method", "GET", ":scheme", "http", ":authority", "u@a", ":path", "/"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "host", "b"),
                section(":method", "GET", ":method", "PUT", ":scheme", "http", ":authority", "a", ":path", "/"),
                section(":method", "GET", ":scheme", "http", ":path", "/", "x", "1", ":authority", "a"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "x", "a\r\nb: c"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "x", "a\0"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "x", " a"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "x", "a\t"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "x y", "a"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "content-length", "5"),
                section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "content-length", "-0"));
        try (RawBackend backend = echo();
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            int stream = 1;
            for (String fields : malformed) {
                client.frame(HEADERS, END_HEADERS | END_STREAM, stream, fields);
                H2Client.Frame reset = client.await(RST_STREAM);
                assertEquals(stream, reset.stream(), fields);
                assertEquals(Http2Error.PROTOCOL_ERROR.code(), reset.code(), fields);
                stream += 2;
            }
            assertTrue(client.get(stream, "/").response(stream).endsWith("<>"));
            assertEquals(1, backend.heads().size());
            assertEquals(Failure.BAD_FRAMING, gateway.record(malformed.size()).failure());
            gateway.assertIdle();
        }
    }

    @Test
    void aBodyThatIsNotAsLongAsItSaysIsAStreamError() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> talk.readToEnd());
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false, "content-length", "5").data(1, "toolong", false);
            assertEquals(
                    Http2Error.PROTOCOL_ERROR.code(), client.await(RST_STREAM).code());
            client.request(3, "POST", "/", false, "content-length", "5").data(3, "abc", true);
            assertEquals(
                    Http2Error.PROTOCOL_ERROR.code(), client.await(RST_STREAM).code());
            assertEquals(Failure.BAD_FRAMING, gateway.record(1).failure());
            assertEquals(Failure.BAD_FRAMING, gateway.record(2).failure());
            gateway.assertIdle();
        }
    }

    @Test
    void whatIsAboveALimitIsAnsweredAndTheConnectionGoesOn() throws Exception {
        LimitSpec limits =
                new LimitSpec(100, 4096, 20, Optional.of(10L), Duration.ofSeconds(30), Duration.ofSeconds(75), 50_000);
        try (RawBackend backend = RawBackend.start(talk -> talk.readToEnd());
                TestGateway gateway =
                        TestGateway.pool(backend).h2c().limits(limits).start();
                H2Client client = H2Client.connect(gateway)) {
            assertTrue(client.get(1, "/" + "p".repeat(100)).response(1).startsWith(":status: 414\n"));
            String[] many = new String[42];
            for (int i = 0; i < many.length; i += 2) {
                many[i] = "x" + i;
                many[i + 1] = "1";
            }
            assertTrue(client.get(3, "/", many).response(3).startsWith(":status: 431\n"));
            assertTrue(client.get(5, "/", "x", "y".repeat(4096)).response(5).startsWith(":status: 431\n"));
            client.request(7, "POST", "/", false, "content-length", "11");
            assertTrue(client.response(7).startsWith(":status: 413\n"));
            assertEquals(Http2Error.NO_ERROR.code(), client.await(RST_STREAM).code());
            client.request(9, "POST", "/", false).data(9, "more than ten", false);
            assertTrue(client.response(9).startsWith(":status: 413\n"));
            assertEquals(Http2Error.NO_ERROR.code(), client.await(RST_STREAM).code());
            client.frame(HEADERS, END_HEADERS | END_STREAM, 11, section(":method", "CONNECT", ":authority", "a:1"));
            assertTrue(client.response(11).startsWith(":status: 501\n"));
            assertEquals(
                    List.of(
                            Failure.URI_TOO_LONG,
                            Failure.HEADERS_TOO_LARGE,
                            Failure.HEADERS_TOO_LARGE,
                            Failure.BODY_TOO_LARGE,
                            Failure.BODY_TOO_LARGE,
                            Failure.METHOD_UNSUPPORTED),
                    gateway.records().stream().map(record -> record.failure()).toList());
            gateway.assertIdle();
        }
    }

    @Test
    void moreStreamsThanAllowedAreRefusedOneByOne() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    over.await();
                    talk.ok("late");
                });
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            for (int i = 0; i < 101; i++) {
                client.get(2 * i + 1, "/");
            }
            H2Client.Frame reset = client.await(RST_STREAM);
            assertEquals(201, reset.stream());
            assertEquals(Http2Error.REFUSED_STREAM.code(), reset.code());
            over.countDown();
            assertTrue(client.response(1).endsWith("late"));
        }
    }

    @Test
    void tenThousandRequestsOfOneConnectionLeaveNothingBehind() throws Exception {
        try (RawBackend backend = echo();
                TestGateway gateway = gateway(backend);
                H2Client client = H2Client.connect(gateway)) {
            int stream = 1;
            for (int round = 0; round < 100; round++) {
                for (int i = 0; i < 100; i++) {
                    if (i % 2 == 0) {
                        client.get(stream + 2 * i, "/");
                    } else {
                        client.request(stream + 2 * i, "POST", "/", false).data(stream + 2 * i, "body", true);
                    }
                }
                for (int i = 0; i < 100; i++) {
                    H2Client.Frame frame = client.next();
                    while (!frame.endStream() || frame.type() > HEADERS) {
                        frame = client.next();
                    }
                }
                // A client opens the window for what it has read: 50 times <> and 50 times <body>.
                client.frame(H2Client.WINDOW_UPDATE, 0, 0, H2Client.number(400));
                stream += 200;
            }
            TestGateway.await("all have ended", () -> gateway.ended() == 10_000);
            gateway.assertIdle();
        }
    }

    @Test
    void aDrainTellsTheClientAndLetsStreamsEnd() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    go.await();
                    talk.ok("late");
                });
                TestGateway gateway = gateway(backend);
                H2Client idle = H2Client.connect(gateway);
                H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/").frame(PING, 0, 0, "12345678").await(PING);
            idle.frame(PING, 0, 0, "12345678").await(PING);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(gateway::close);
            H2Client.Frame soon = client.await(GOAWAY);
            assertEquals(Integer.MAX_VALUE, soon.lastStream());
            // A request that was on its way is served still.
            client.get(3, "/");
            H2Client.Frame ping = client.await(PING);
            client.frame(PING, 1, 0, ping.payload());
            H2Client.Frame last = client.await(GOAWAY);
            assertEquals(3, last.lastStream());
            assertEquals(Http2Error.NO_ERROR.code(), last.code());
            go.countDown();
            String rest = client.readToEnd();
            assertEquals(3, rest.split("late", -1).length, rest);
            idle.readToEnd();
            closing.join();
        }
    }

    @Test
    void anIdleConnectionIsClosedInOrder() throws Exception {
        LimitSpec limits = new LimitSpec(
                8192, 32768, 128, Optional.empty(), Duration.ofMillis(300), Duration.ofMillis(300), 50_000);
        try (RawBackend backend = echo();
                TestGateway gateway =
                        TestGateway.pool(backend).h2c().limits(limits).start();
                H2Client client = H2Client.connect(gateway);
                H2Client silent = H2Client.connect(gateway);
                H2Client slow = H2Client.connect(gateway)) {
            client.get(1, "/").response(1);
            assertEquals(Http2Error.NO_ERROR.code(), client.await(GOAWAY).code());
            client.readToEnd();
            assertEquals(Http2Error.NO_ERROR.code(), silent.await(GOAWAY).code());
            silent.readToEnd();
            TestGateway.await("closed", () -> gateway.server().clientConnections() <= 1);
            slow.readToEnd();
        }
    }

    @Test
    void aFieldSectionThatDoesNotEndIsGivenUp() throws Exception {
        LimitSpec limits = new LimitSpec(
                8192, 32768, 128, Optional.empty(), Duration.ofMillis(300), Duration.ofSeconds(75), 50_000);
        try (RawBackend backend = echo();
                TestGateway gateway =
                        TestGateway.pool(backend).h2c().limits(limits).start();
                H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/").response(1);
            client.frame(HEADERS, END_STREAM, 3, section(":method", "GET"));
            assertEquals(
                    Http2Error.ENHANCE_YOUR_CALM.code(), client.await(GOAWAY).code());
            assertEquals(Failure.CLIENT_TIMEOUT, gateway.record(2).failure());
        }
    }

    @Test
    void http1IsSpokenOnTheSamePort() throws Exception {
        try (RawBackend backend = echo();
                TestGateway gateway = gateway(backend);
                RawClient client = RawClient.connect(gateway)) {
            client.send("P");
            client.send("UT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            assertTrue(client.readResponse().endsWith("<hi>"));
        }
    }
}
