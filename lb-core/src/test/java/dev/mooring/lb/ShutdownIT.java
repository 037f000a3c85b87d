// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What closing the balancer does to those who are connected. */
class ShutdownIT {
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static CompletableFuture<Duration> close(TestGateway gateway) {
        return CompletableFuture.supplyAsync(() -> {
            long start = System.nanoTime();
            gateway.server().close();
            return Duration.ofNanos(System.nanoTime() - start);
        });
    }

    @Test
    void runningRequestFinishesAndNobodyNewIsAccepted() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    assertTrue(answer.await(10, TimeUnit.SECONDS));
                    talk.ok("finished");
                    talk.readToEnd();
                });
                TestGateway gateway = TestGateway.pool(backend).start();
                RawClient idle = RawClient.connect(gateway);
                RawClient client = RawClient.connect(gateway)) {
            client.get("/");
            TestGateway.await("the request runs", () -> backend.heads().size() == 1);
            TestGateway.await("both are connected", () -> gateway.server().clientConnections() == 2);
            int port = gateway.port();
            CompletableFuture<Duration> closing = close(gateway);
            long start = System.nanoTime();
            assertEquals("", idle.readToEnd());
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1), "the idle connection was kept");
            assertThrows(ConnectException.class, () -> RawClient.connect(port));
            assertTrue(gateway.server().isDraining());
            answer.countDown();
            String response = client.readResponse();
            assertTrue(response.endsWith("finished"), response);
            assertTrue(response.contains("Connection: close"), response);
            assertEquals("", client.readToEnd());
            assertTrue(closing.get(5, TimeUnit.SECONDS).toSeconds() < 5);
            assertEquals(BodyEnd.CLEAN, gateway.record().bodyEnd());
            gateway.assertIdle();
        }
    }

    @Test
    void streamIsCutAtTheDeadlineAndCloseReturnsThen() throws Exception {
        Duration patience = Duration.ofMillis(500);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(EVENTS);
                    while (true) {
                        talk.send("4\r\ndata\r\n");
                        talk.readWithin(Duration.ofMillis(20));
                    }
                });
                TestGateway gateway = TestGateway.pool(backend).drain(patience).start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/").readUntil("data");
            CompletableFuture<Duration> closing = close(gateway);
            String rest = client.readToEnd();
            assertTrue(!rest.endsWith("0\r\n\r\n"), rest);
            Duration taken = closing.get(5, TimeUnit.SECONDS);
            assertTrue(taken.compareTo(patience) >= 0, "closed after " + taken);
            assertTrue(taken.compareTo(patience.plusMillis(700)) < 0, "closed after " + taken);
            assertEquals(BodyEnd.DRAINED, gateway.record().bodyEnd());
            assertEquals(Failure.SHUTTING_DOWN, gateway.record().failure());
            gateway.assertIdle();
            assertEquals(0, gateway.backend("b1").connections());
        }
    }

    @Test
    void responseThatEndsDuringTheDrainEndsItsConnectionAndTheWait() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send(EVENTS);
                    end.await();
                    talk.send("0\r\n\r\n");
                });
                TestGateway gateway =
                        TestGateway.pool(backend).drain(Duration.ofSeconds(8)).start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/").readHead();
            CompletableFuture<Duration> closing = close(gateway);
            TestGateway.await("it drains", gateway.server()::isDraining);
            end.countDown();
            assertTrue(client.readToEnd().endsWith("0\r\n\r\n"));
            assertTrue(closing.get(5, TimeUnit.SECONDS).toSeconds() < 4);
        }
    }

    @Test
    void requestThatIsNotAnsweredByTheDeadlineGets503() throws Exception {
        try (RawBackend frozen = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.readToEnd();
                });
                TestGateway gateway =
                        TestGateway.pool(frozen).drain(Duration.ofMillis(300)).start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/");
            TestGateway.await("the request runs", () -> frozen.heads().size() == 1);
            CompletableFuture<Duration> closing = close(gateway);
            String response = client.readResponse();
            assertTrue(response.startsWith("HTTP/1.1 503 "), response);
            assertTrue(response.contains("Retry-After: "), response);
            assertEquals("", client.readToEnd());
            assertTrue(closing.get(5, TimeUnit.SECONDS).toMillis() < 2000);
            gateway.assertIdle();
        }
    }

    @Test
    void nothingIsLeftRunning() throws Exception {
        Set<Thread> before = ours();
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway =
                        TestGateway.pool(backend).backend(RawBackend.deadPort()).start()) {
            for (int i = 0; i < 4; i++) {
                try (RawClient client = RawClient.connect(gateway)) {
                    assertTrue(client.get("/").readResponse().endsWith("b1"));
                }
            }
            // Each of these would wake up in minutes.
            gateway.server().control().drain("pool", "b1").toCompletableFuture().get(5, TimeUnit.SECONDS);
            assertTrue(ours().size() > before.size(), "where are the balancer's threads?");
            gateway.server().close();
            TestGateway.await("all threads have ended", () -> before.containsAll(ours()));
            TestGateway.await("all backend connections are closed", () -> backend.open() == 0);
            // A second close has nothing to do.
            gateway.server().close();
            GatewaySpec spec = gateway.server().live().current().spec();
            assertThrows(IOException.class, () -> gateway.server().reload(spec));
        }
    }

    private static Set<Thread> ours() {
        Set<Thread> ours = new HashSet<>(Thread.getAllStackTraces().keySet());
        ours.removeIf(thread -> !thread.getName().contains("EventLoopGroup")
                && !thread.getName().equals("mooring-control"));
        return ours;
    }
}
