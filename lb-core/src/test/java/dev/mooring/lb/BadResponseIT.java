// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import dev.mooring.lb.testing.Trio;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that does not speak HTTP does no harm to anybody else. */
class BadResponseIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "garbage",
                "\u0015\u0003\u0001",
                "\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\u0000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\na",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 O\u0000K\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void badHeadIsABadGatewayAndItsConnectionIsNotUsedAgain(String octets) throws Exception {
        try (Trio trio = Trio.answering(octets)) {
            for (int i = 1; i <= 2; i++) {
                String response = trio.client().get("/").readResponse();
                assertTrue(response.startsWith("HTTP/1.1 502 Bad Gateway\r\n"), response);
                assertFalse(response.contains("SSH") || response.contains("Set-Cookie"), response);
                assertEquals(i, trio.backend().accepted());
            }
            trio.gateway().assertIdle();
            TestGateway.await("connections are closed", () -> trio.backend().open() == 0);
        }
    }

    @Test
    void hugeHeadIsABadGateway() throws Exception {
        String head = "HTTP/1.1 200 OK\r\n" + ("X: " + "y".repeat(1000) + "\r\n").repeat(100) + "\r\n";
        try (Trio trio = Trio.answering(head)) {
            assertTrue(trio.client().get("/").readResponse().startsWith("HTTP/1.1 502 "));
            assertEquals(Failure.BAD_RESPONSE, trio.gateway().record().failure());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello\r\nxyz\r\n",
                "5\r\nhello!\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nX : y\r\n\r\n",
                "5\r\nhello\r\n"
            })
    void garbledChunksNeverLookLikeACompleteResponse(String chunks) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            begun.await();
            talk.send(chunks);
        })) {
            trio.client().get("/").readHead();
            begun.countDown();
            String rest = trio.client().readToEnd();
            assertFalse(rest.contains("0\r\n\r\n"), rest);
            assertEquals(BodyEnd.CUT_BY_BACKEND, trio.gateway().record().bodyEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked\r\n", ""})
    void cutResponseIsAResetForHttp10(String framing) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n" + (framing.isEmpty() ? "hello" : "5\r\nhello\r\n"));
            read.await();
            talk.reset();
        })) {
            trio.client().send("GET / HTTP/1.0\r\n\r\n").readHead();
            assertEquals("hello", trio.client().read(5));
            read.countDown();
            assertEquals("<reset>", trio.client().readToEnd());
        }
    }

    @Test
    void shortBodyNeverLooksComplete() throws Exception {
        try (Trio trio = Trio.answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")) {
            String all = trio.client().get("/").readToEnd();
            assertTrue(all.contains("\r\nContent-Length: 10\r\n"), all);
            assertTrue(all.endsWith("\r\n\r\nhello"), all);
            assertEquals(BodyEnd.CUT_BY_BACKEND, trio.gateway().record().bodyEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "garbage", "\r\n", "\u0000"})
    void whatFollowsAResponseIsThrownAwayWithItsConnection(String more) throws Exception {
        try (Trio trio = Trio.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood" + more)) {
            for (int i = 1; i <= 3; i++) {
                assertTrue(trio.client().get("/").readResponse().endsWith("\r\n\r\ngood"));
                assertEquals(i, trio.backend().accepted());
            }
            assertEquals(-2, trio.client().readWithin(Duration.ofMillis(50)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "GET"})
    void bodyWhereNoneMayBeIsThrownAwayWithItsConnection(String method) throws Exception {
        String status = method.equals("HEAD") ? "200 OK" : "304 Not Modified";
        try (Trio trio = Trio.answering("HTTP/1.1 " + status + "\r\nContent-Length: 39\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            for (int i = 1; i <= 3; i++) {
                trio.client().send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertTrue(trio.client().readHead().startsWith("HTTP/1.1 " + status));
                assertEquals(i, trio.backend().accepted());
            }
        }
    }

    @Test
    void responseThatNobodyAskedForIsNobodysAnswer() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.ok("mine");
                    answered.await();
                    talk.ok("stray");
                    talk.readToEnd();
                });
                TestGateway gateway = TestGateway.pool(backend).start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/1").readResponse().endsWith("mine"));
            answered.countDown();
            TestGateway.await("the connection is closed", () -> backend.open() == 0);
            assertTrue(client.get("/2").readResponse().endsWith("mine"));
            assertEquals(2, backend.accepted());
        }
    }

    @Test
    void lineEndsInAReasonOrAFieldSplitNothing() throws Exception {
        try (Trio trio =
                Trio.answering("HTTP/1.1 200 OK\r\nX: a%0d%0aSet-Cookie: b\u0085\u00a0\r\nContent-Length: 0\r\n\r\n")) {
            String response = trio.client().get("/a%0d%0aX:%20y").readResponse();
            assertTrue(response.contains("\r\nX: a%0d%0aSet-Cookie: b\u0085\u00a0\r\n"), response);
            assertTrue(trio.lastHead().startsWith("GET /a%0d%0aX:%20y HTTP/1.1\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /2 HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "GET / HTTP/1.1\nHost: a\n\n",
                "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "\u0016\u0003\u0001",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"
            })
    void badRequestIsRefusedAndNeverForwarded(String octets) throws Exception {
        try (Trio trio = Trio.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            trio.client().send(octets);
            String all = trio.client().readToEnd();
            assertTrue(all.startsWith("HTTP/1.1 400 Bad Request\r\n"), all);
            assertTrue(all.contains("\r\nConnection: close\r\n"), all);
            assertEquals(0, trio.backend().accepted());
            assertEquals(Failure.BAD_FRAMING, trio.gateway().record().failure());
        }
    }

    @Test
    void badChunkInARequestIsRefusedAndTheBackendSeesNoEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> got = new CompletableFuture<>();
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            String first = talk.read(10);
            begun.countDown();
            got.complete(first + talk.readToEnd());
        })) {
            trio.client().send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            begun.await();
            trio.client().send("0\r\nX : y\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            String all = trio.client().readToEnd();
            assertTrue(all.startsWith("HTTP/1.1 400 Bad Request\r\n"), all);
            assertEquals("5\r\nhello\r\n", got.get().replace("<reset>", ""));
            assertEquals(1, trio.backend().accepted());
        }
    }
}
