// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that sends no more may still wait for its response, or be gone. */
class HalfCloseIT {
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"EPOLL", "NIO"})
    @Retention(RetentionPolicy.RUNTIME)
    private @interface OnBothTransports {}

    @OnBothTransports
    void clientThatSendsNoMoreGetsItsResponses(Transport transport) throws Exception {
        try (RawBackend backend = RawBackend.named("hello");
                TestGateway gateway =
                        TestGateway.pool(backend).transport(transport).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
            client.shutdownOutput();
            String all = client.readToEnd();
            assertEquals(3, all.split("HTTP/1.1 200 OK", -1).length, all);
            assertTrue(all.endsWith("\r\n\r\nhello"), all);
            gateway.assertIdle();
        }
    }

    @OnBothTransports
    void responseMayTakeAMomentAfterTheClientsEnd(Transport transport) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    ended.await();
                    talk.ok("late");
                    talk.readToEnd();
                });
                TestGateway gateway =
                        TestGateway.pool(backend).transport(transport).start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/").shutdownOutput();
            assertEquals(-2, client.readWithin(Duration.ofMillis(100)));
            ended.countDown();
            assertTrue(client.readToEnd().endsWith("\r\n\r\nlate"));
            assertEquals(BodyEnd.CLEAN, gateway.record().bodyEnd());
        }
    }

    @OnBothTransports
    void largeResponseOutlivesTheGraceOnceItIsComplete(Transport transport) throws Exception {
        String large = "x".repeat(90_000);
        try (RawBackend backend = RawBackend.named(large);
                TestGateway gateway =
                        TestGateway.pool(backend).transport(transport).start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/").shutdownOutput();
            TestGateway.await(
                    "the response is complete", () -> gateway.records().size() == 1);
            assertTrue(client.readToEnd().endsWith(large));
        }
    }

    @OnBothTransports
    void silentStreamOfAClientThatIsGoneClosesWithinASecond(Transport transport) throws Exception {
        goneWithinASecond(transport, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", RawClient::close);
    }

    @OnBothTransports
    void silentStreamOfAClientThatSendsNoMoreClosesWithinASecond(Transport transport) throws Exception {
        goneWithinASecond(transport, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", RawClient::shutdownOutput);
    }

    @OnBothTransports
    void clientThatSentAheadAndIsGoneIsNoticedToo(Transport transport) throws Exception {
        goneWithinASecond(transport, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20), RawClient::close);
    }

    @OnBothTransports
    void resetIsNoticedAtOnce(Transport transport) throws Exception {
        goneWithinASecond(transport, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", RawClient::reset);
    }

    @OnBothTransports
    void bodyThatCanNeverBeCompleteEndsTheRequest(Transport transport) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    end.complete(talk.readToEnd());
                });
                TestGateway gateway =
                        TestGateway.pool(backend).transport(transport).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
            TestGateway.await("the request arrives", () -> backend.heads().size() == 1);
            client.shutdownOutput();
            String got = end.get(1, TimeUnit.SECONDS);
            assertEquals("5\r\nhel", got.replace("<reset>", ""));
            assertEquals(Failure.CLIENT_GONE, gateway.record().failure());
        }
    }

    @OnBothTransports
    void idleConnectionEndsWithItsClient(Transport transport) throws Exception {
        try (RawBackend backend = RawBackend.named("x");
                TestGateway gateway =
                        TestGateway.pool(backend).transport(transport).start();
                RawClient client = RawClient.connect(gateway);
                RawClient mute = RawClient.connect(gateway)) {
            client.get("/").readResponse();
            client.shutdownOutput();
            mute.shutdownOutput();
            assertEquals("", client.readToEnd());
            assertEquals("", mute.readToEnd());
            TestGateway.await("no connection is left", () -> gateway.server().clientConnections() == 0);
        }
    }

    @OnBothTransports
    void headThatCanNeverBeCompleteIsABadRequestAtOnce(Transport transport) throws Exception {
        try (RawBackend backend = RawBackend.named("hello");
                TestGateway gateway =
                        TestGateway.pool(backend).transport(transport).start();
                RawClient alone = RawClient.connect(gateway);
                RawClient second = RawClient.connect(gateway)) {
            alone.send("GET / HTTP/1.1\r\nHos").shutdownOutput();
            String all = alone.readToEnd();
            assertTrue(all.startsWith("HTTP/1.1 400 Bad Request\r\n"), all);
            second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nG").shutdownOutput();
            String both = second.readToEnd();
            assertTrue(both.startsWith("HTTP/1.1 200 OK\r\n") && both.contains("helloHTTP/1.1 400 "), both);
            assertEquals(Failure.BAD_FRAMING, gateway.record(1).failure());
            assertEquals(Failure.BAD_FRAMING, gateway.record(3).failure());
            assertEquals(3, gateway.ended());
            TestGateway.await("no connection is left", () -> gateway.server().clientConnections() == 0);
        }
    }

    private interface Leaving {
        void leave(RawClient client) throws Exception;
    }

    private static void goneWithinASecond(Transport transport, String requests, Leaving leaving) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                    end.complete(talk.readToEnd());
                });
                TestGateway gateway =
                        TestGateway.pool(backend).transport(transport).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send(requests);
            client.readHead();
            assertEquals(1, gateway.backend("b1").streams());
            leaving.leave(client);
            end.get(1, TimeUnit.SECONDS);
            assertEquals(BodyEnd.GONE_CLIENT, gateway.record().bodyEnd());
            gateway.assertIdle();
        }
    }
}
