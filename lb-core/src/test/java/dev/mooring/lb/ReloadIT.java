// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Control.Applied;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a new configuration changes, and what it does not. */
class ReloadIT {
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nseen\r\n";

    private static RawBackend serving(String name) throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                if (talk.readHead().startsWith("GET /stream")) {
                    talk.send(EVENTS);
                    talk.awaitEnd();
                }
                talk.ok(name);
            }
        });
    }

    private static Applied reload(TestGateway gateway, GatewaySpec spec) throws Exception {
        return gateway.server()
                .reload(spec)
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS)
                .applied();
    }

    private static GatewaySpec withRoutes(GatewaySpec spec, List<ListenerSpec> listeners, List<RouteSpec> routes) {
        return new GatewaySpec(
                listeners,
                routes,
                spec.pools(),
                spec.trustedProxies(),
                spec.cookieSecrets(),
                spec.limits(),
                spec.drainTimeout(),
                spec.accessLog(),
                spec.explain(),
                spec.admin());
    }

    @Test
    void equalConfigurationChangesNothing() throws Exception {
        try (RawBackend backend = serving("b1")) {
            TestGateway.Plan plan = TestGateway.pool(backend);
            try (TestGateway gateway = plan.start()) {
                var before = gateway.server().live().current();
                assertEquals(Applied.UNCHANGED, reload(gateway, plan.spec()));
                assertSame(before, gateway.server().live().current());
            }
        }
    }

    @Test
    void configurationsThatComeAndGoUnderLoadLoseNoRequestAndCutNoStream() throws Exception {
        try (RawBackend first = serving("ok");
                RawBackend second = serving("ok");
                RawBackend third = serving("ok");
                TestGateway gateway = TestGateway.pool(first, second)
                        .poolDrain(Duration.ofSeconds(30))
                        .start()) {
            List<RawClient> streams = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                streams.add(RawClient.connect(gateway));
                streams.get(i).get("/stream").readUntil("seen\r\n");
            }
            AtomicBoolean over = new AtomicBoolean();
            ExecutorService clients = Executors.newFixedThreadPool(4);
            List<Future<Integer>> served = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                served.add(clients.submit(() -> {
                    int count = 0;
                    try (RawClient client = RawClient.connect(gateway)) {
                        while (!over.get()) {
                            String response = client.get("/" + count++).readResponse();
                            assertTrue(response.endsWith("ok"), response);
                        }
                    }
                    return count;
                }));
            }
            List<GatewaySpec> specs = List.of(
                    TestGateway.pool(second, third)
                            .poolDrain(Duration.ofSeconds(20))
                            .spec(),
                    TestGateway.pool(third).spec(),
                    TestGateway.pool(first, second, third)
                            .affinity(AffinitySpec.of(AffinitySpec.Cookie.DEFAULT))
                            .poolDrain(Duration.ofSeconds(25))
                            .spec());
            for (int i = 0; i < 100; i++) {
                assertEquals(Applied.CHANGED, reload(gateway, specs.get(i % specs.size())));
                int soFar = gateway.ended();
                TestGateway.await(
                        "some requests are served",
                        () -> gateway.ended() > soFar + 20 || served.stream().anyMatch(Future::isDone));
            }
            over.set(true);
            int requests = 0;
            for (Future<Integer> each : served) {
                requests += each.get(10, TimeUnit.SECONDS);
            }
            clients.shutdown();
            for (RawClient stream : streams) {
                assertEquals(
                        -2, stream.readWithin(Duration.ofMillis(1)), () -> "a stream was cut: " + gateway.records());
                stream.close();
            }
            gateway.assertIdle();
            assertEquals(requests + streams.size(), gateway.ended());
            gateway.records().forEach(record -> assertEquals(200, record.status(), record.toString()));
        }
    }

    @Test
    void streamOfARemovedBackendLivesUntilTheDrainEnds() throws Exception {
        try (RawBackend first = serving("b1");
                RawBackend second = serving("b2");
                TestGateway gateway = TestGateway.pool(first, second)
                        .poolDrain(Duration.ofMillis(600))
                        .threads(1)
                        .start();
                RawClient one = RawClient.connect(gateway);
                RawClient two = RawClient.connect(gateway)) {
            one.get("/stream").readUntil("seen\r\n");
            two.get("/stream").readUntil("seen\r\n");
            BackendState removed = gateway.backend("b1");
            BackendState kept = gateway.backend("b2");
            assertEquals(1, removed.streams());
            assertEquals(
                    Applied.CHANGED,
                    reload(
                            gateway,
                            TestGateway.pool().backend("b2", second.port()).spec()));
            assertSame(kept, gateway.backend("b2"));
            assertEquals(1, kept.streams());
            assertEquals(-2, one.readWithin(Duration.ofMillis(200)), "cut at once");
            try (RawClient next = RawClient.connect(gateway)) {
                assertTrue(next.get("/").readResponse().endsWith("b2"));
                assertTrue(next.get("/").readResponse().endsWith("b2"));
            }
            assertEquals("", one.readToEnd());
            TestGateway.await(
                    "the cut is recorded",
                    () -> gateway.records().stream().anyMatch(r -> r.bodyEnd() == BodyEnd.DRAINED));
            TestGateway.await(
                    "nothing of it is left",
                    () -> removed.inFlight() == 0 && removed.streams() == 0 && removed.connections() == 0);
            assertTrue(removed.isRetired());
            assertEquals(-2, two.readWithin(Duration.ofMillis(50)), "a stream of a kept backend was cut");
        }
    }

    @Test
    void unansweredRequestToARemovedBackendGoesToAnotherOneWhenTheDrainEnds() throws Exception {
        try (RawBackend silent = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.readToEnd();
                });
                RawBackend other = serving("b2");
                TestGateway gateway = TestGateway.pool(silent)
                        .poolDrain(Duration.ofMillis(50))
                        .start();
                RawClient client = RawClient.connect(gateway);
                RawClient posting = RawClient.connect(gateway)) {
            client.get("/");
            posting.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
            TestGateway.await("both wait", () -> silent.heads().size() == 2);
            reload(gateway, TestGateway.pool().backend("b2", other.port()).spec());
            assertTrue(client.readResponse().endsWith("b2"));
            String refused = posting.readResponse();
            assertTrue(refused.startsWith("HTTP/1.1 503 ") && refused.contains("shutting-down"), refused);
            gateway.assertIdle();
        }
    }

    @Test
    void backendThatMovesIsAnotherOneAndOneThatStaysKeepsItsState() throws Exception {
        try (RawBackend first = serving("b1");
                RawBackend second = serving("b2");
                RawBackend moved = serving("b2");
                TestGateway gateway = TestGateway.pool(first, second).start()) {
            gateway.server()
                    .control()
                    .disable("pool", "b1")
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            BackendState stays = gateway.backend("b1");
            BackendState moves = gateway.backend("b2");
            reload(gateway, TestGateway.pool(first, moved).retries(1).spec());
            assertSame(stays, gateway.backend("b1"));
            assertTrue(gateway.backend("b1").isDisabled());
            assertNotSame(moves, gateway.backend("b2"));
            try (RawClient client = RawClient.connect(gateway)) {
                assertTrue(client.get("/").readResponse().endsWith("b2"));
            }
            assertEquals(1, moved.heads().size());
        }
    }

    @Test
    void routesAndPoolsChangeForTheNextRequestOfAnOpenConnection() throws Exception {
        try (RawBackend first = serving("b1");
                TestGateway gateway = TestGateway.pool(first).start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/old").readResponse().endsWith("b1"));
            RouteSpec only = new RouteSpec(
                    "new",
                    Set.of(),
                    List.of(),
                    new RouteSpec.PathSpec(RouteSpec.PathSpec.Kind.PREFIX, "/new"),
                    Set.of(),
                    Map.of(),
                    "pool");
            GatewaySpec now = TestGateway.pool(first).spec();
            reload(gateway, withRoutes(now, now.listeners(), List.of(only)));
            assertTrue(client.get("/old").readResponse().startsWith("HTTP/1.1 404 "));
            assertTrue(client.get("/new").readResponse().endsWith("b1"));
        }
    }

    @Test
    void configurationThatCannotBeCompiledChangesNothing() throws Exception {
        try (RawBackend first = serving("b1");
                RawBackend second = serving("b2");
                TestGateway gateway = TestGateway.pool(first).start();
                RawClient client = RawClient.connect(gateway)) {
            RouteSpec nowhere = new RouteSpec(
                    "all", Set.of(), List.of(), RouteSpec.PathSpec.ANY, Set.of(), Map.of(), "no such pool");
            GatewaySpec broken = withRoutes(
                    TestGateway.pool().backend("b2", second.port()).spec(),
                    List.of(new ListenerSpec("web", "127.0.0.1", 0), new ListenerSpec("more", "127.0.0.1", 0)),
                    List.of(nowhere));
            var before = gateway.server().live().current();
            assertTrue(gateway.server()
                    .reload(broken)
                    .toCompletableFuture()
                    .handle((applied, failure) -> failure != null)
                    .get(5, TimeUnit.SECONDS));
            assertSame(before, gateway.server().live().current());
            assertEquals(Set.of("web"), gateway.server().addresses().keySet());
            assertTrue(client.get("/").readResponse().endsWith("b1"));
            assertTrue(client.get("/").readResponse().endsWith("b1"));
        }
    }
}
