// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import dev.mooring.lb.testing.Trio;
import dev.mooring.lb.testing.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives goes on at once, and large bodies arrive whole. */
class StreamIT {
    private static final int SIZE = 20 << 20;

    @Test
    void headIsSentOnBeforeAnyBody() throws Exception {
        for (String framing : new String[] {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", ""}) {
            try (Trio trio = Trio.of(talk -> {
                talk.readHead();
                talk.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n");
                talk.readToEnd();
            })) {
                assertTrue(trio.client().get("/").readHead().startsWith("HTTP/1.1 200 OK\r\n"));
            }
        }
    }

    @Test
    void eachEventArrivesWhenItIsSentAndNothingElse() throws Exception {
        Semaphore next = new Semaphore(0);
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                next.acquire();
                String event = "id: " + i + "\ndata: x\n\n";
                talk.send(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            }
            next.acquire();
            talk.send("0\r\n\r\n");
            talk.readHead();
            talk.ok("next");
        })) {
            trio.client().get("/").readHead();
            for (int i = 0; i < 20; i++) {
                assertEquals(-2, trio.client().readWithin(Duration.ofMillis(5)));
                next.release();
                assertEquals("id: " + i + "\ndata: x\n\n", trio.client().readChunk());
            }
            next.release();
            assertEquals("", trio.client().readChunked());
            assertTrue(trio.client().get("/").readResponse().endsWith("\r\n\r\nnext"));
            assertEquals(1, trio.backend().accepted());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void eventsUntilCloseArriveWhenTheyAreSent(String version) throws Exception {
        Semaphore next = new Semaphore(0);
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            for (int i = 0; i < 5; i++) {
                next.acquire();
                talk.send("data: " + i + "\n\n");
            }
        })) {
            trio.client().send("GET / " + version + "\r\nHost: a\r\n\r\n").readHead();
            for (int i = 0; i < 5; i++) {
                next.release();
                String event = "data: " + i + "\n\n";
                assertEquals(
                        event,
                        version.endsWith("1")
                                ? trio.client().readChunk()
                                : trio.client().read(event.length()));
            }
            assertEquals(
                    version.endsWith("1") ? "0\r\n\r\n" : "",
                    version.endsWith("1")
                            ? trio.client().read(5)
                            : trio.client().readToEnd());
        }
    }

    @Test
    void requestBodyArrivesWhenItIsSent() throws Exception {
        Semaphore seen = new Semaphore(0);
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            for (int i = 0; i < 20; i++) {
                assertEquals("part " + (char) ('a' + i), talk.readChunk());
                seen.release();
            }
            talk.ok(talk.readChunked());
        })) {
            trio.client().send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                trio.client().send("6\r\npart " + (char) ('a' + i) + "\r\n");
                seen.acquire();
            }
            trio.client().send("0\r\n\r\n");
            assertTrue(trio.client().readResponse().startsWith("HTTP/1.1 200 OK\r\n"));
        }
    }

    @Test
    void bothSidesMayTalkAtTheSameTime() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                String part = talk.readChunk();
                talk.send(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
            }
            talk.send(talk.readChunked() + "0\r\n\r\n");
        })) {
            trio.client().send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            trio.client().readHead();
            for (int i = 0; i < 10; i++) {
                trio.client().send("5\r\necho" + i + "\r\n");
                assertEquals("echo" + i, trio.client().readChunk());
            }
            trio.client().send("0\r\n\r\n");
            assertEquals("", trio.client().readChunked());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void largeDownloadArrivesWhole(boolean chunked) throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 200 OK\r\n" + framing(chunked) + "\r\n");
            sendLarge(talk, chunked);
            talk.readToEnd();
        })) {
            trio.client().get("/").readHead();
            assertEquals(sumOfSent(), sumOfRead(trio.client(), chunked));
            trio.gateway().assertIdle();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void largeUploadArrivesWhole(boolean chunked) throws Exception {
        try (Trio trio = Trio.of(talk -> {
            for (int i = 0; i < 2; i++) {
                talk.readHead();
                talk.ok(Long.toString(sumOfRead(talk, chunked)));
            }
        })) {
            for (int i = 0; i < 2; i++) {
                trio.client().send("PUT / HTTP/1.1\r\nHost: a\r\n" + framing(chunked) + "\r\n");
                sendLarge(trio.client(), chunked);
                assertTrue(trio.client().readResponse().endsWith("\r\n\r\n" + sumOfSent()));
            }
            assertEquals(1, trio.backend().accepted());
        }
    }

    @Test
    void earlyAnswerToAnUploadReachesTheClient() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Trio trio = Trio.of(talk -> {
                talk.readHead();
                talk.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 5\r\n\r\nlarge");
            })) {
                CompletableFuture<String> answer = new CompletableFuture<>();
                Thread reader = new Thread(() -> {
                    try {
                        answer.complete(trio.client().readResponse());
                    } catch (IOException e) {
                        answer.completeExceptionally(e);
                    }
                });
                reader.start();
                trio.client().send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + SIZE + "\r\n\r\n");
                uploadUntilRefused(trio.client());
                String response = answer.get();
                assertTrue(response.startsWith("HTTP/1.1 413 "), response);
                assertTrue(response.contains("\r\nConnection: close\r\n"), response);
                assertTrue(response.endsWith("large"), response);
                trio.gateway().assertIdle();
            }
        }
    }

    @Test
    void earlyAnswerOfABackendThatReadsOnReachesTheClient() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.ok("early");
            talk.readToEnd();
        })) {
            trio.client().send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nbegin");
            assertTrue(trio.client().readResponse().endsWith("early"));
            assertEquals("", trio.client().readToEnd());
            trio.gateway().assertIdle();
            TestGateway.await(
                    "the backend's connection is closed", () -> trio.backend().open() == 0);
        }
    }

    @Test
    void slowReadersOfALastResponseStillGetAllOfIt() throws Exception {
        // Of so many sizes, some leave their last octets in the balancer when the socket's buffer is full.
        int readers = 4;
        try (RawBackend backend = RawBackend.start(talk -> {
                    while (true) {
                        String head = talk.readHead();
                        talk.ok("x".repeat(Integer.parseInt(head.substring(5, head.indexOf(" HTTP")))));
                    }
                });
                TestGateway gateway = TestGateway.pool(backend).start()) {
            List<RawClient> clients = new ArrayList<>();
            int[] left = new int[readers];
            for (int i = 0; i < readers; i++) {
                left[i] = 10_000_000 + i * 70_000;
                RawClient client = RawClient.connect(gateway);
                clients.add(client);
                client.socket().setReceiveBufferSize(16 * 1024);
                client.get("/" + left[i], "Connection: close").readHead();
                while (gateway.records().size() == i) {
                    left[i] -= client.read(8 * 1024).length();
                }
            }
            // The balancer has all of it. It waits longer than it would for a client that only has to close.
            assertFalse(new CountDownLatch(1).await(2500, TimeUnit.MILLISECONDS));
            for (int i = 0; i < readers; i++) {
                assertEquals(left[i], clients.get(i).readToEnd().length());
                clients.get(i).close();
            }
        }
    }

    private static void uploadUntilRefused(RawClient client) {
        byte[] block = new byte[64 * 1024];
        try {
            for (int sent = 0; sent < SIZE; sent += block.length) {
                client.send(block);
            }
        } catch (IOException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    private static String framing(boolean chunked) {
        return chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + SIZE + "\r\n";
    }

    private static void sendLarge(Wire to, boolean chunked) throws IOException {
        Random random = new Random(1);
        byte[] block = new byte[32 * 1024];
        for (int sent = 0; sent < SIZE; sent += block.length) {
            random.nextBytes(block);
            if (chunked) {
                to.send("8000;x\r\n").send(block).send("\r\n");
            } else {
                to.send(block);
            }
        }
        if (chunked) {
            to.send("0\r\n\r\n");
        }
    }

    private static long sumOfSent() {
        Random random = new Random(1);
        byte[] block = new byte[32 * 1024];
        CRC32 sum = new CRC32();
        for (int sent = 0; sent < SIZE; sent += block.length) {
            random.nextBytes(block);
            sum.update(block);
        }
        return sum.getValue();
    }

    private static long sumOfRead(Wire from, boolean chunked) throws IOException {
        CRC32 sum = new CRC32();
        if (!chunked) {
            for (int read = 0; read < SIZE; read += 1 << 20) {
                sum.update(from.read(1 << 20).getBytes(StandardCharsets.ISO_8859_1));
            }
            return sum.getValue();
        }
        String data = from.readChunked();
        sum.update(data.getBytes(StandardCharsets.ISO_8859_1));
        return sum.getValue();
    }
}
