// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import dev.mooring.lb.testing.Trio;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client may send requests ahead; they are served one after the other, in their order. */
class PipelineIT {
    /** Answers each request with its own target and body. */
    private static void echo(RawBackend.Talk talk) throws IOException {
        while (true) {
            String head = talk.readHead();
            String body = head.contains("chunked") ? talk.readChunked() : talk.read(RawClient.contentLength(head));
            talk.ok(head.substring(0, head.indexOf(" HTTP")) + " " + body);
        }
    }

    private static String body(RawClient client) throws IOException {
        String response = client.readResponse();
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"EPOLL", "NIO"})
    void thousandRequestsAtOnceAreAnsweredInOrder(Transport transport) throws Exception {
        try (RawBackend backend = RawBackend.start(PipelineIT::echo);
                TestGateway gateway =
                        TestGateway.pool(backend).transport(transport).start();
                RawClient client = RawClient.connect(gateway)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                requests.append(request(i));
            }
            Thread sender = new Thread(() -> {
                try {
                    client.send(requests.toString());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            for (int i = 0; i < 1000; i++) {
                assertEquals(answer(i), body(client));
            }
            assertEquals(1, backend.accepted());
            sender.join();
        }
    }

    private static String request(int i) {
        return switch (i % 4) {
            case 0 -> "GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n";
            case 1 -> "POST /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
            case 2 ->
                "\r\nPUT /" + i
                        + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x\r\n!\r\n0\r\n\r\n";
            default -> "DELETE /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\nGET /x HTTP/1.1\r\n\r\n.";
        };
    }

    private static String answer(int i) {
        return switch (i % 4) {
            case 0 -> "GET /" + i + " ";
            case 1 -> "POST /" + i + " hello";
            case 2 -> "PUT /" + i + " abc!";
            default -> "DELETE /" + i + " GET /x HTTP/1.1\r\n\r\n.";
        };
    }

    @Test
    void clientThatDoesNotReadIsServedWhenItDoes() throws Exception {
        String large = "x".repeat(50_000);
        try (RawBackend backend = RawBackend.named(large);
                TestGateway gateway = TestGateway.pool(backend).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(300));
            TestGateway.await("the first are served", () -> backend.heads().size() > 5);
            for (int i = 0; i < 300; i++) {
                assertTrue(client.readResponse().endsWith(large));
            }
        }
    }

    @Test
    void localAnswersKeepTheirPlace() throws Exception {
        try (TestGateway gateway =
                        TestGateway.pool().backend(RawBackend.deadPort()).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));
            for (int i = 0; i < 1000; i++) {
                String response = client.readResponse();
                assertTrue(response.startsWith("HTTP/1.1 50"), response);
            }
            assertEquals(1000, gateway.records().size());
        }
    }

    @Test
    void requestBehindOneThatClosesIsNotServed() throws Exception {
        try (Trio trio = Trio.of(PipelineIT::echo)) {
            trio.client()
                    .send("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("GET /1 ", body(trio.client()));
            assertEquals("", trio.client().readToEnd());
            assertEquals(1, trio.backend().heads().size());
        }
    }

    @Test
    void badRequestBehindGoodOnesIsRefusedAfterTheirAnswers() throws Exception {
        try (Trio trio = Trio.of(PipelineIT::echo)) {
            trio.client().send(request(0) + request(1) + "GET / HTTP/1.1\r\n\r\n" + request(0));
            assertEquals(answer(0), body(trio.client()));
            assertEquals(answer(1), body(trio.client()));
            String rest = trio.client().readToEnd();
            assertTrue(rest.startsWith("HTTP/1.1 400 Bad Request\r\n"), rest);
            assertTrue(rest.contains("\r\nConnection: close\r\n"), rest);
            assertEquals(2, trio.backend().heads().size());
        }
    }

    @Test
    void requestCutIntoOctetsIsOneRequest() throws Exception {
        try (Trio trio = Trio.of(PipelineIT::echo)) {
            for (int i = 0; i < 4; i++) {
                for (char c : request(i).toCharArray()) {
                    trio.client().send(String.valueOf(c));
                }
                assertEquals(answer(i), body(trio.client()));
            }
        }
    }

    @Test
    void bodyThatCameWithItsHeadReachesTheBackendBeforeTheRestIsSent() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            first.complete(talk.read(5));
            talk.read(5);
            talk.ok("done");
        })) {
            // The backend's connection is not open yet when the first half arrives.
            trio.client().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfirst");
            TestGateway.await("the first half arrives", first::isDone);
            trio.client().send("later");
            assertEquals("done", body(trio.client()));
        }
    }
}
