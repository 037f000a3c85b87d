// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import dev.mooring.lb.testing.Trio;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and responses pass unharmed, whatever frames their bodies. */
class RelayIT {
    @Test
    void manyRequestsShareOneConnectionOnBothSides() throws Exception {
        try (RawBackend backend = RawBackend.named("hello");
                TestGateway gateway = TestGateway.pool(backend).start();
                RawClient client = RawClient.connect(gateway)) {
            for (int i = 0; i < 50; i++) {
                String response = client.get("/" + i + "?y=1").readResponse();
                assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n"), response);
                assertTrue(response.endsWith("\r\n\r\nhello"), response);
                assertFalse(response.contains("onnection:"), response);
                assertTrue(backend.heads().get(i).startsWith("GET /" + i + "?y=1 HTTP/1.1\r\n"));
            }
            assertEquals(1, backend.accepted());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
    void http10ClientIsClosedAfterItsResponse(String option) throws Exception {
        try (RawBackend backend = RawBackend.named("hello");
                TestGateway gateway = TestGateway.pool(backend).threads(1).start();
                RawClient plain = RawClient.connect(gateway)) {
            plain.send("GET /1 HTTP/1.0\r\n" + option + "\r\n");
            String response = plain.readToEnd();
            assertTrue(response.contains("\r\nConnection: close\r\n"), response);
            assertTrue(response.endsWith("\r\n\r\nhello"), response);
            assertTrue(backend.heads().get(0).startsWith("GET /1 HTTP/1.1\r\n"));
            assertTrue(backend.heads().get(0).contains("\r\nHost: 127.0.0.1:" + backend.port()));
        }
    }

    @Test
    void clientThatSaysCloseIsClosedAfterItsResponse() throws Exception {
        try (RawBackend backend = RawBackend.named("hello");
                TestGateway gateway = TestGateway.pool(backend).start();
                RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/", "Connection: close").readResponse();
            assertTrue(response.contains("\r\nConnection: close\r\n"), response);
            assertEquals("", client.readToEnd());
            assertFalse(
                    backend.heads().get(0).contains("onnection:"),
                    backend.heads().get(0));
        }
    }

    @Test
    void backendThatSaysCloseIsNotUsedAgainAndItsClientStays() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.ok("x", "Connection: close");
            talk.readToEnd();
        })) {
            for (int i = 1; i <= 3; i++) {
                String response = trio.client().get("/").readResponse();
                assertFalse(response.contains("onnection:"), response);
                assertEquals(i, trio.backend().accepted());
            }
        }
    }

    @Test
    void http10BackendIsUsedAgainOnlyIfItSaysSo() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            for (int i = 0; i < 2; i++) {
                talk.readHead();
                talk.send("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n" + (i == 0 ? "Connection: keep-alive\r\n" : "")
                        + "\r\nx");
            }
            talk.readToEnd();
        })) {
            for (int i = 0; i < 4; i++) {
                String response = trio.client().get("/").readResponse();
                assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n"), response);
                assertTrue(response.contains("\r\nVia: 1.0 mooring\r\n"), response);
            }
            assertEquals(2, trio.backend().accepted());
        }
    }

    @Test
    void headGetsLengthButNoBody() throws Exception {
        try (Trio trio = Trio.answering("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")) {
            for (int i = 0; i < 2; i++) {
                trio.client().send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
                String head = trio.client().readHead();
                assertTrue(head.contains("\r\nContent-Length: 500\r\n"), head);
            }
            assertEquals(1, trio.backend().accepted());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked\r\n", ""})
    void headOfABodyWithoutLengthEndsAtItsHead(String framing) throws Exception {
        try (Trio trio = Trio.answering("HTTP/1.1 200 OK\r\n" + framing + "\r\n")) {
            for (int i = 0; i < 2; i++) {
                trio.client().send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertTrue(trio.client().readHead().startsWith("HTTP/1.1 200 OK\r\n"));
            }
            assertEquals(1, trio.backend().accepted());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void someStatusesHaveNoBody(String status) throws Exception {
        try (Trio trio = Trio.answering("HTTP/1.1 " + status + "\r\nETag: \"x\"\r\nContent-Length: 7\r\n\r\n")) {
            for (int i = 0; i < 3; i++) {
                String head = trio.client().get("/").readHead();
                assertTrue(head.startsWith("HTTP/1.1 " + status + "\r\n"), head);
                assertTrue(head.contains("\r\nETag: \"x\"\r\n"), head);
                // RFC 9110, 8.6: never in a 204, and in a 304 it is the length of what was not sent.
                assertEquals(status.startsWith("304"), head.contains("\r\nContent-Length: 7\r\n"), head);
            }
            // A 204 that announces a body may be followed by one: such a connection is not used again.
            assertEquals(status.startsWith("304") ? 1 : 3, trio.backend().accepted());
        }
    }

    @Test
    void emptyBodyIsAnEmptyBody() throws Exception {
        try (Trio trio = Trio.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            for (int i = 0; i < 3; i++) {
                trio.client().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
                assertTrue(trio.client().readHead().contains("\r\nContent-Length: 0\r\n"));
                assertTrue(trio.lastHead().contains("\r\nContent-Length: 0\r\n"));
            }
            assertEquals(1, trio.backend().accepted());
        }
    }

    @Test
    void chunksAndTrailersPassBothWays() throws Exception {
        CompletableFuture<String> upload = new CompletableFuture<>();
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            upload.complete(talk.readChunked());
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Down\r\n\r\n");
            talk.send("3;ext=1\r\nabc\r\n0002\r\nde\r\n0\r\nX-Down: 1\r\nContent-Length: 9\r\nHost: x\r\n\r\n");
            talk.readToEnd();
        })) {
            trio.client().send("POST / HTTP/1.1\r\nHost: a\r\nTrailer: X-Up\r\nTransfer-Encoding: chunked\r\n\r\n");
            trio.client().send("5;q\r\nhello\r\n00a\r\n0123456789\r\n");
            trio.client().send("0\r\nX-Up: 2\r\nTransfer-Encoding: gzip\r\nAuthorization: y\r\n\r\n");
            String head = trio.client().readHead();
            assertTrue(head.contains("\r\nTransfer-Encoding: chunked\r\n"), head);
            assertTrue(head.contains("\r\nTrailer: X-Down\r\n"), head);
            assertEquals("abcdeX-Down: 1\r\n", trio.client().readChunked());
            assertEquals("hello0123456789X-Up: 2\r\n", upload.get());
            assertTrue(trio.lastHead().contains("\r\nTrailer: X-Up\r\n"), trio.lastHead());
        }
    }

    @Test
    void chunkedResponseIsBareAndEndsWithTheConnectionForHttp10() throws Exception {
        try (Trio trio = Trio.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n")) {
            trio.client().send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            String head = trio.client().readHead();
            assertTrue(head.contains("\r\nConnection: close\r\n"), head);
            assertFalse(head.contains("Transfer-Encoding"), head);
            assertEquals("abcde", trio.client().readToEnd());
        }
    }

    @Test
    void responseUntilCloseBecomesChunkedForHttp11() throws Exception {
        try (Trio trio = Trio.answeringOnce("HTTP/1.1 200 OK\r\n\r\nuntil close")) {
            String head = trio.client().get("/").readHead();
            assertTrue(head.contains("\r\nTransfer-Encoding: chunked\r\n"), head);
            assertEquals("until close", trio.client().readChunked());
            trio.client().get("/").readHead();
            assertEquals("until close", trio.client().readChunked());
        }
    }

    @Test
    void responseUntilCloseStaysThatForHttp10() throws Exception {
        try (Trio trio = Trio.answeringOnce("HTTP/1.0 200 OK\r\n\r\nuntil close")) {
            trio.client().send("GET / HTTP/1.0\r\n\r\n");
            String all = trio.client().readToEnd();
            assertTrue(all.endsWith("\r\n\r\nuntil close"), all);
        }
    }

    @Test
    void emptyResponseUntilCloseIsComplete() throws Exception {
        try (Trio trio = Trio.answeringOnce("HTTP/1.1 200 OK\r\n\r\n")) {
            trio.client().get("/").readHead();
            assertEquals("", trio.client().readChunked());
        }
    }

    @Test
    void absoluteFormBecomesOriginFormAndItsHostIsTheHost() throws Exception {
        try (RawBackend backend = RawBackend.named("hello");
                TestGateway gateway = TestGateway.pool(backend).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("GET http://A.test:80/x?y HTTP/1.1\r\nHost: a.test\r\n\r\n");
            client.readResponse();
            assertTrue(
                    backend.heads().get(0).startsWith("GET /x?y HTTP/1.1\r\n"),
                    backend.heads().get(0));
            assertTrue(
                    backend.heads().get(0).contains("\r\nHost: A.test:80\r\n"),
                    backend.heads().get(0));
            client.send("OPTIONS * HTTP/1.1\r\nHost: a.test\r\n\r\n");
            client.readResponse();
            assertTrue(
                    backend.heads().get(1).startsWith("OPTIONS * HTTP/1.1\r\n"),
                    backend.heads().get(1));
            client.send("OPTIONS http://a.test HTTP/1.1\r\nHost: a.test\r\n\r\n");
            client.readResponse();
            assertTrue(
                    backend.heads().get(2).startsWith("OPTIONS * HTTP/1.1\r\n"),
                    backend.heads().get(2));
        }
    }
}
