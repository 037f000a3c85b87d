// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.BufferingSpec.Responses;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.testing.Pools;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What gateways hold back: request bodies until they are complete, and streams until a buffer is full. */
class BufferingIT {
    private static final Duration MOMENT = Duration.ofMillis(400);

    private static TestGateway.Plan plan(boolean requests, Responses responses, RawBackend... backends) {
        return TestGateway.pool(backends).change(pool -> Pools.with(pool, new BufferingSpec(requests, responses)));
    }

    /** Sends three events, waits for a word to go on, sends many more, and ends. */
    private static RawBackend events(CountDownLatch goOn, String... fields) throws Exception {
        return RawBackend.start(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + String.join("\r\n", fields)
                    + (fields.length == 0 ? "" : "\r\n") + "\r\n");
            boolean chunked = fields.length > 0 && fields[0].startsWith("Transfer-Encoding");
            for (int i = 0; i < 3; i++) {
                event(talk, chunked, "data: early\n\n");
            }
            goOn.await(20, TimeUnit.SECONDS);
            event(talk, chunked, "data: " + "x".repeat(9000) + "\n\n");
            event(talk, chunked, "data: last\n\n");
            if (chunked) {
                talk.send("0\r\n\r\n");
            }
        });
    }

    private static void event(RawBackend.Talk talk, boolean chunked, String text) throws Exception {
        talk.send(chunked ? Integer.toHexString(text.length()) + "\r\n" + text + "\r\n" : text);
    }

    @ParameterizedTest
    @CsvSource({
        "HOLD,           Transfer-Encoding: chunked,                          true",
        "HOLD,           '',                                                  true",
        "HOLD,           Transfer-Encoding: chunked;X-Accel-Buffering: no,    false",
        "HOLD_UNFRAMED,  Transfer-Encoding: chunked,                          false",
        "HOLD_UNFRAMED,  '',                                                  true",
        "HOLD_UNFRAMED,  X-Accel-Buffering: no,                               false",
        "PASS,           '',                                                  false"
    })
    void eventsComeInLumpsWhereTheyAreHeld(Responses responses, String fields, boolean held) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        String[] lines = fields.isEmpty() ? new String[0] : fields.split(";");
        try (RawBackend backend = events(goOn, lines);
                TestGateway gateway = plan(false, responses, backend).start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readHead().startsWith("HTTP/1.1 200 "));
            if (held) {
                client.socket().setSoTimeout((int) MOMENT.toMillis());
                boolean silent = false;
                try {
                    client.read(1);
                } catch (SocketTimeoutException nothing) {
                    silent = true;
                }
                assertTrue(silent, "an event came at once");
                client.socket().setSoTimeout(20_000);
            } else {
                assertTrue(client.readUntil("early\n\n").endsWith("early\n\n"));
            }
            goOn.countDown();
            String rest = client.readUntil("0\r\n\r\n");
            assertTrue(rest.contains("data: last\n\n"), "the end is missing");
            assertEquals("clean", gateway.record().bodyEnd().label());
            gateway.assertIdle();
        }
    }

    @Test
    void streamThatBreaksOffIsCutAndWhatWasHeldIsReleased() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                });
                TestGateway gateway = plan(false, Responses.HOLD, backend).start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readToEnd().startsWith("HTTP/1.1 200 "));
            assertEquals("cut-by-backend", gateway.record().bodyEnd().label());
            gateway.assertIdle();
        }
    }

    private static RawBackend echo() throws Exception {
        return RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                String body = head.contains("Transfer-Encoding: chunked")
                        ? talk.readChunked()
                        : talk.read(RawClient.contentLength(head));
                talk.ok(body.length() + "/" + head.contains("Transfer-Encoding"));
            }
        });
    }

    @Test
    void backendSeesNothingOfARequestUntilItsBodyIsComplete() throws Exception {
        try (RawBackend backend = echo();
                TestGateway gateway =
                        plan(true, Responses.PASS, backend).threads(1).start();
                RawClient client = RawClient.connect(gateway);
                RawClient other = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
            // On the same event loop: whatever was to be done with the first request is done before the answer to this.
            other.get("/").readResponse();
            assertEquals(1, backend.heads().size());
            client.send("world");
            assertTrue(client.readResponse().endsWith("10/false"));
            gateway.assertIdle();
        }
    }

    @Test
    void chunksAreJoinedAndGetALength() throws Exception {
        try (RawBackend backend = echo();
                TestGateway gateway = plan(true, Responses.PASS, backend).start();
                RawClient client = RawClient.connect(gateway)) {
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                client.send("6\r\n world\r\n0\r\n\r\n");
                assertTrue(client.readResponse().endsWith("11/false"));
            }
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertTrue(client.readResponse().endsWith("0/false"));
            client.get("/");
            assertTrue(client.readResponse().endsWith("0/false"));
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 3000000/false", "true, 3000000/true"})
    void bodyAboveTheBoundPassesOnAsItComes(boolean chunked, String expected) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    String head = talk.readHead();
                    String body = chunked ? talk.readChunked() : talk.read(3_000_000);
                    talk.ok(body.length() + "/" + head.contains("Transfer-Encoding"));
                });
                TestGateway gateway = plan(true, Responses.PASS, backend).start();
                RawClient client = RawClient.connect(gateway)) {
            String part = "x".repeat(100_000);
            client.send("POST / HTTP/1.1\r\nHost: a\r\n"
                    + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 3000000\r\n\r\n"));
            for (int i = 0; i < 30; i++) {
                client.send(chunked ? Integer.toHexString(part.length()) + "\r\n" + part + "\r\n" : part);
            }
            client.send(chunked ? "0\r\n\r\n" : "");
            String response = client.readResponse();
            assertTrue(response.endsWith(expected), response);
            gateway.assertIdle();
        }
    }

    /** The read that takes the body above the bound may also be its last. */
    @ParameterizedTest
    @CsvSource({"1048577", "1048600", "1050000", "1064960"})
    void bodyThatEndsJustAboveTheBoundArrivesWhole(int length) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> talk.ok(Integer.toString(
                        talk.read(RawClient.contentLength(talk.readHead())).length())));
                TestGateway gateway = plan(true, Responses.PASS, backend).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length));
            String response = client.readResponse();
            assertTrue(response.endsWith("\r\n" + length), response);
            gateway.assertIdle();
        }
    }

    @Test
    void clientThatWaitsFor100IsToldToGoOn() throws Exception {
        try (RawBackend backend = echo();
                TestGateway gateway = plan(true, Responses.PASS, backend).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertTrue(client.readHead().startsWith("HTTP/1.1 100 "));
            client.send("hello");
            assertTrue(client.readResponse().endsWith("5/false"));
            assertFalse(backend.heads().get(0).contains("Expect"));
        }
    }

    @Test
    void keptBodyCanBeSentAgain() throws Exception {
        RetrySpec retry = new RetrySpec(1, true, Set.of(503), true, Optional.empty(), Duration.ZERO);
        try (RawBackend sick = RawBackend.start(talk -> {
                    talk.read(RawClient.contentLength(talk.readHead()));
                    talk.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
                });
                RawBackend live = echo();
                TestGateway gateway = plan(true, Responses.PASS, sick, live)
                        .change(pool -> Pools.with(pool, retry))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertTrue(client.readResponse().endsWith("5/false"));
            assertEquals(2, gateway.record().attempts().size());
            gateway.assertIdle();
        }
    }

    @Test
    void clientThatStallsOrLeavesHalfwayIsToBlame() throws Exception {
        try (RawBackend backend = echo();
                TestGateway gateway = plan(true, Responses.PASS, backend)
                        .timeouts(old -> new TimeoutSpec(
                                old.connect(), old.firstByte(), Optional.of(Duration.ofMillis(300)), old.total()))
                        .start();
                RawClient stalls = RawClient.connect(gateway)) {
            stalls.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
            assertTrue(stalls.readResponse().startsWith("HTTP/1.1 408 "));
            try (RawClient leaves = RawClient.connect(gateway)) {
                leaves.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
            }
            TestGateway.await("both are over", () -> gateway.ended() == 2);
            assertEquals(0, backend.accepted());
            gateway.assertIdle();
        }
    }
}
