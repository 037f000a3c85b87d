// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.testing.FullListener;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawBackend.Talk;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that goes away takes its backend connection with it, within a second, whatever was going on. */
class ClientGoneIT {
    private static final Duration NOTICED = Duration.ofSeconds(1);
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private enum Going {
        CLOSE,
        RESET;

        void go(RawClient client) throws IOException {
            if (this == RESET) {
                client.reset();
            } else {
                client.close();
            }
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(Transport.best(), Transport.NIO)
                .distinct()
                .flatMap(transport -> Stream.of(Going.values()).map(going -> Arguments.of(transport, going)));
    }

    /** The client goes; when does the backend know? */
    private static void assertNoticed(Transport transport, Going going, String request, RawBackend.Conversation answer)
            throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    try {
                        answer.talk(talk);
                        talk.readToEnd();
                    } finally {
                        gone.countDown();
                    }
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .transport(transport)
                        .threads(1)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send(request);
            client.readUntil("seen");
            long start = System.nanoTime();
            going.go(client);
            assertTrue(gone.await(5, java.util.concurrent.TimeUnit.SECONDS), "never noticed");
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            System.out.println("gone client noticed at the backend after " + taken.toMillis() + " ms");
            assertTrue(taken.compareTo(NOTICED) < 0, "noticed after " + taken);
            assertEquals(Failure.CLIENT_GONE, gateway.record().failure());
            assertEquals(BodyEnd.GONE_CLIENT, gateway.record().bodyEnd());
            gateway.assertIdle();
            TestGateway.await(
                    "all connections are closed",
                    () -> gateway.backend("b1").connections() == 0
                            && gateway.server().clientConnections() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noticedOnAnActiveStream(Transport transport, Going going) throws Exception {
        assertNoticed(transport, going, "GET / HTTP/1.1\r\nHost: test\r\n\r\n", talk -> {
            talk.readHead();
            talk.send(EVENTS);
            do {
                talk.send("4\r\nseen\r\n");
            } while (talk.readWithin(Duration.ofMillis(20)) == -2);
        });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noticedOnASilentStream(Transport transport, Going going) throws Exception {
        assertNoticed(transport, going, "GET / HTTP/1.1\r\nHost: test\r\n\r\n", ClientGoneIT::silentStream);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noticedWithAPipelinedRequestWaiting(Transport transport, Going going) throws Exception {
        assertNoticed(
                transport,
                going,
                "GET /1 HTTP/1.1\r\nHost: test\r\n\r\nGET /2 HTTP/1.1\r\nHost: test\r\n\r\n",
                ClientGoneIT::silentStream);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noticedWithAPipelinedUploadWaiting(Transport transport, Going going) throws Exception {
        assertNoticed(
                transport,
                going,
                "GET /1 HTTP/1.1\r\nHost: test\r\n\r\nPOST /2 HTTP/1.1\r\nHost: test\r\nContent-Length: 9000\r\n\r\n"
                        + "x".repeat(9000),
                ClientGoneIT::silentStream);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noticedDuringAnUpload(Transport transport, Going going) throws Exception {
        assertNoticed(transport, going, "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\nsome", talk -> {
            talk.readHead();
            talk.read(4);
            talk.send("HTTP/1.1 103 Early Hints\r\nX-Hint: seen\r\n\r\n");
        });
    }

    private static void silentStream(Talk talk) throws IOException {
        talk.readHead();
        talk.send(EVENTS + "4\r\nseen\r\n");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void connectIsGivenUpWhenTheClientGoes(Transport transport, Going going) throws Exception {
        try (FullListener full = new FullListener();
                TestGateway gateway = TestGateway.pool()
                        .backend(full.port())
                        .transport(transport)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/");
            TestGateway.await(
                    "the exchange has begun", () -> gateway.backend("b1").inFlight() == 1);
            going.go(client);
            assertEquals(Failure.CLIENT_GONE, gateway.record().failure());
            assertEquals(499, gateway.record().status());
            assertTrue(gateway.record().timing().total() < Duration.ofSeconds(2).toNanos());
            gateway.assertIdle();
        }
    }
}
