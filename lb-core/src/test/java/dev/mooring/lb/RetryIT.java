// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.Attempt;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request whose backend fails goes to another one where that can do no harm, and nowhere where it could. */
class RetryIT {
    private static final PassiveSpec NOT_MARKED = new PassiveSpec(0, Duration.ofSeconds(10));
    private static final int CLIENTS = 8;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void oneDeadBackendAmongThreeLosesNoneOf10000Requests(int failuresThatMark) throws Exception {
        try (RawBackend first = RawBackend.named("ok");
                RawBackend second = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool(first)
                        .backend(RawBackend.deadPort())
                        .backend("b3", second.port())
                        .passive(new PassiveSpec(failuresThatMark, Duration.ofMillis(200)))
                        .start()) {
            assertEquals(10_000, requestsServed(gateway, 10_000 / CLIENTS, () -> {}));
            gateway.assertIdle();
            assertEquals(10_000, gateway.ended());
            boolean retried =
                    gateway.records().stream().anyMatch(r -> r.attempts().size() == 2);
            assertTrue(retried, "no request met the dead backend");
        }
    }

    @Test
    void backendThatDiesUnderLoadLosesNoneOf10000Requests() throws Exception {
        try (RawBackend first = RawBackend.named("ok");
                RawBackend dying = RawBackend.named("ok");
                RawBackend third = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool(first, dying, third).start()) {
            AtomicInteger halfway = new AtomicInteger();
            int served = requestsServed(gateway, 10_000 / CLIENTS, () -> {
                if (halfway.incrementAndGet() == 5000) {
                    dying.die();
                }
            });
            assertEquals(10_000, served);
            assertTrue(dying.heads().size() > 1000, "the dying backend was never used");
            gateway.assertIdle();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static int requestsServed(TestGateway gateway, int requestsEach, Step each) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Integer>> served = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                served.add(clients.submit(() -> {
                    int good = 0;
                    try (RawClient client = RawClient.connect(gateway)) {
                        for (int n = 0; n < requestsEach; n++) {
                            String response = client.get("/" + n).readResponse();
                            good += response.startsWith("HTTP/1.1 200 ") && response.endsWith("ok") ? 1 : 0;
                            each.run();
                        }
                    }
                    return good;
                }));
            }
            int sum = 0;
            for (Future<Integer> each1 : served) {
                sum += each1.get(60, TimeUnit.SECONDS);
            }
            return sum;
        } finally {
            clients.shutdownNow();
        }
    }

    /** Serves one request on each connection, and closes it as soon as the next one has come. */
    private static RawBackend closingOnSecondRequest(AtomicInteger read) throws Exception {
        return RawBackend.start(talk -> {
            read.incrementAndGet();
            talk.read(RawClient.contentLength(talk.readHead()));
            talk.ok("ok");
            talk.readWithin(Duration.ofSeconds(10));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void idempotentRequestOnDyingKeptConnectionIsRepeatedOnFreshOne(String method) throws Exception {
        try (RawBackend backend = closingOnSecondRequest(new AtomicInteger());
                TestGateway gateway =
                        TestGateway.pool(backend).threads(1).passive(NOT_MARKED).start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/1").readResponse();
            client.send(method + " /2 HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
            assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
            ExchangeRecord record = gateway.record(2);
            assertEquals(2, record.attempts().size());
            assertEquals(Failure.BACKEND_RESET, record.attempts().get(0).failure());
            assertTrue(record.attempts().get(0).reused());
            assertFalse(record.attempts().get(1).reused());
            gateway.assertIdle();
        }
    }

    @Test
    void postOnDyingKeptConnectionIsNotRepeated() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (RawBackend backend = closingOnSecondRequest(connections);
                TestGateway gateway =
                        TestGateway.pool(backend).threads(1).passive(NOT_MARKED).start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/1").readResponse();
            client.send("POST /2 HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
            assertTrue(client.readResponse().startsWith("HTTP/1.1 502 "));
            assertEquals(1, gateway.record(2).attempts().size());
            assertEquals(1, connections.get());
            gateway.assertIdle();
        }
    }

    @Test
    void bodyThatWasPassedOnIsNotReplayed() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        RawBackend.Conversation dies = talk -> {
            talk.readHead();
            talk.read(4);
            reads.incrementAndGet();
            talk.reset();
        };
        try (RawBackend first = RawBackend.start(dies);
                RawBackend second = RawBackend.start(dies);
                TestGateway gateway =
                        TestGateway.pool(first, second).passive(NOT_MARKED).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("PUT /x HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbody");
            assertTrue(client.readResponse().startsWith("HTTP/1.1 502 "));
            assertEquals(1, reads.get());
            assertEquals(Failure.BACKEND_RESET, gateway.record().failure());
            gateway.assertIdle();
        }
    }

    @Test
    void uploadGoesWholeToAnotherBackendWhenTheFirstRefuses() throws Exception {
        try (RawBackend living = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.ok(talk.read(4));
                });
                TestGateway gateway = TestGateway.pool()
                        .backend(RawBackend.deadPort())
                        .backend(living)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST /x HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbody");
            assertTrue(client.readResponse().endsWith("\r\n\r\nbody"));
            gateway.assertIdle();
        }
    }

    @Test
    void triesAreBounded() throws Exception {
        TestGateway.Plan plan = TestGateway.pool().retries(2).passive(NOT_MARKED);
        for (int i = 0; i < 6; i++) {
            plan.backend(RawBackend.deadPort());
        }
        try (TestGateway gateway = plan.start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readResponse().startsWith("HTTP/1.1 502 "));
            ExchangeRecord record = gateway.record();
            assertEquals(3, record.attempts().size());
            assertEquals(
                    3,
                    record.attempts().stream().map(Attempt::backend).distinct().count());
            assertEquals(Failure.CONNECT_REFUSED, record.failure());
            gateway.assertIdle();
        }
    }

    @Test
    void clientStaysOnItsBackendWhenItsKeptConnectionDies() throws Exception {
        try (RawBackend first = closingOnSecondRequest(new AtomicInteger());
                RawBackend second = closingOnSecondRequest(new AtomicInteger());
                TestGateway gateway = TestGateway.pool(first, second)
                        .threads(1)
                        .affinity(AffinitySpec.of(AffinitySpec.Cookie.DEFAULT))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            String bound = client.get("/1").readResponse();
            String cookie = bound.substring(bound.indexOf("MOORING="), bound.indexOf(';', bound.indexOf("MOORING=")));
            String again = client.get("/2", "Cookie: " + cookie, "X-Mooring-Explain: 1")
                    .readResponse();
            assertTrue(again.contains("selection=bound"), again);
            assertFalse(again.contains("Set-Cookie"), again);
            ExchangeRecord record = gateway.record(2);
            assertEquals(gateway.record(1).place().backend(), record.place().backend());
            assertEquals(2, record.attempts().size());
            assertEquals(Reason.BOUND, record.place().reason());
            gateway.assertIdle();
        }
    }
}
