// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Backends that are replaced while their clients are at work. */
class RollingIT {
    private static final int CLIENTS = 6;
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofMinutes(5);

    private static RawBackend serving(String name) throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                talk.readHead();
                talk.ok(name);
            }
        });
    }

    private static TestGateway.Plan plan(BackendSpec... backends) {
        TestGateway.Plan plan = TestGateway.pool()
                .affinity(AffinitySpec.of(Cookie.DEFAULT))
                .poolDrain(LONG)
                .threads(2);
        for (BackendSpec backend : backends) {
            plan.backend(backend);
        }
        return plan;
    }

    private static BackendSpec at(String id, RawBackend backend, int weight) {
        return new BackendSpec(id, "127.0.0.1", backend.port(), weight, BackendSpec.UNLIMITED);
    }

    private static void reload(TestGateway gateway, GatewaySpec spec) throws Exception {
        gateway.server().reload(spec).toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static String cookie(String response) {
        int at = response.indexOf("MOORING=");
        assertTrue(at >= 0, response);
        return "Cookie: " + response.substring(at, response.indexOf(';', at));
    }

    private static String server(String response) {
        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        return response.substring(response.length() - 2);
    }

    private static String ask(TestGateway gateway, String... lines) throws IOException {
        try (RawClient client = RawClient.connect(gateway)) {
            return client.get("/", lines).readResponse();
        }
    }

    /** Clients that keep their cookie and do not stop asking; whom each one was served by, one after the other. */
    private static final class Load implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();
        private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        private final List<Future<List<String>>> ways = new ArrayList<>();
        private final TestGateway gateway;

        Load(TestGateway gateway) {
            this.gateway = gateway;
            for (int i = 0; i < CLIENTS; i++) {
                String method = i % 2 == 0 ? "GET" : "POST";
                ways.add(threads.submit(() -> way(method)));
            }
        }

        private List<String> way(String method) throws IOException {
            List<String> way = new ArrayList<>();
            String cookie = "X-None: 1";
            while (!over.get()) {
                try (RawClient client = RawClient.connect(gateway)) {
                    // Some requests on each connection: a change meets new connections and old ones.
                    for (int i = 0; i < 20 && !over.get(); i++) {
                        client.send(
                                method + " / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n" + cookie + "\r\n\r\n");
                        String response = client.readResponse();
                        String server = server(response);
                        cookie = response.contains("MOORING=") ? cookie(response) : cookie;
                        if (way.isEmpty() || !way.get(way.size() - 1).equals(server)) {
                            way.add(server);
                        }
                    }
                }
            }
            return way;
        }

        void goOn() {
            int soFar = gateway.ended();
            TestGateway.await(
                    "each client asks some more",
                    () -> gateway.ended() > soFar + 20 * CLIENTS
                            || ways.stream().anyMatch(Future::isDone));
        }

        List<List<String>> stop() throws Exception {
            over.set(true);
            List<List<String>> all = new ArrayList<>();
            for (Future<List<String>> way : ways) {
                all.add(way.get(10, TimeUnit.SECONDS));
            }
            return all;
        }

        @Override
        public void close() {
            over.set(true);
            threads.shutdown();
        }
    }

    @Test
    void backendsThatAreReplacedUnderTheirNamesOneAfterAnotherMoveEachClientOnceAndFailNobody() throws Exception {
        Map<String, RawBackend> now = new TreeMap<>();
        for (String id : List.of("b1", "b2", "b3")) {
            now.put(id, serving("o" + id.charAt(1)));
        }
        List<RawBackend> all = new ArrayList<>(now.values());
        try (TestGateway gateway = plan(specs(now)).start();
                Load load = new Load(gateway)) {
            load.goOn();
            for (String id : List.of("b1", "b2", "b3")) {
                gateway.server()
                        .control()
                        .drain("pool", id)
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS);
                load.goOn();
                BackendState old = gateway.backend(id);
                RawBackend after = serving("n" + id.charAt(1));
                all.add(after);
                RawBackend before = Objects.requireNonNull(now.put(id, after));
                reload(gateway, plan(specs(now)).spec());
                TestGateway.await("what was in flight is answered", () -> old.inFlight() == 0);
                before.close();
                load.goOn();
            }
            for (List<String> way : load.stop()) {
                assertEquals(2, way.size(), way.toString());
                assertEquals(way.get(0).replace('o', 'n'), way.get(1));
            }
            gateway.assertIdle();
        } finally {
            for (RawBackend backend : all) {
                backend.close();
            }
        }
    }

    private static BackendSpec[] specs(Map<String, RawBackend> backends) {
        return backends.entrySet().stream()
                .map(entry -> at(entry.getKey(), entry.getValue(), 1))
                .toArray(BackendSpec[]::new);
    }

    @Test
    void oldBackendsOfWeight0ThatGoOneAfterAnotherMoveEachClientOnceToTheNewOnes() throws Exception {
        try (RawBackend o1 = serving("o1");
                RawBackend o2 = serving("o2");
                RawBackend n1 = serving("n1");
                RawBackend n2 = serving("n2");
                TestGateway gateway =
                        plan(at("o1", o1, 1), at("o2", o2, 1)).poolDrain(SHORT).start();
                Load load = new Load(gateway)) {
            load.goOn();
            BackendSpec[] fresh = {at("n1", n1, 1), at("n2", n2, 1)};
            reload(
                    gateway,
                    plan(at("o1", o1, 0), at("o2", o2, 0), fresh[0], fresh[1])
                            .poolDrain(SHORT)
                            .spec());
            load.goOn();
            reload(
                    gateway,
                    plan(at("o2", o2, 0), fresh[0], fresh[1]).poolDrain(SHORT).spec());
            load.goOn();
            reload(gateway, plan(fresh).spec());
            BackendState kept = gateway.backend("n1");
            TestGateway.await("the old ones serve nobody", () -> o1.open() == 0 && o2.open() == 0);
            load.goOn();
            for (List<String> way : load.stop()) {
                assertEquals(2, way.size(), way.toString());
                assertTrue(way.get(0).startsWith("o") && way.get(1).startsWith("n"), way.toString());
            }
            assertSame(kept, gateway.backend("n1"));
            gateway.assertIdle();
        }
    }

    @Test
    void clientsOfARemovedBackendStayUntilItsDrainEndsAndNobodyNewComes() throws Exception {
        try (RawBackend first = serving("b1");
                RawBackend second = serving("b2");
                TestGateway gateway = plan(at("b1", first, 1)).poolDrain(SHORT).start()) {
            String cookie = cookie(ask(gateway));
            BackendState removed = gateway.backend("b1");
            reload(gateway, plan(at("b2", second, 1)).spec());
            String stays = ask(gateway, cookie);
            assertEquals("b1", server(stays));
            assertTrue(!stays.contains("Set-Cookie"), stays);
            assertEquals("b2", server(ask(gateway)));
            TestGateway.await("the drain ends", removed::isRetired);
            String moved = ask(gateway, cookie, "X-Mooring-Explain: 1");
            assertEquals("b2", server(moved));
            assertTrue(moved.contains("removed"), moved);
            assertEquals("b2", server(ask(gateway, cookie(moved))));
            TestGateway.await("nothing of it is left", () -> removed.connections() == 0);
        }
    }

    @Test
    void removedBackendThatComesBackIsTheSameAndItsDrainIsForgotten() throws Exception {
        Duration drain = Duration.ofMillis(300);
        try (RawBackend first = serving("b1");
                RawBackend second = serving("b2");
                TestGateway gateway = plan(at("b1", first, 1)).poolDrain(drain).start()) {
            String cookie = cookie(ask(gateway));
            BackendState state = gateway.backend("b1");
            reload(gateway, plan(at("b2", second, 1)).poolDrain(drain).spec());
            BackendState other = gateway.backend("b2");
            reload(gateway, plan(at("b1", first, 1)).poolDrain(drain).spec());
            assertSame(state, gateway.backend("b1"));
            TestGateway.await("the drain of the other one ends, which began later", other::isRetired);
            assertTrue(!state.isRetired() && !state.isDraining());
            assertEquals("b1", server(ask(gateway, cookie)));
        }
    }

    @Test
    void removedBackendThatIsGoneLosesItsClientsAtOnce() throws Exception {
        try (RawBackend first = serving("b1");
                RawBackend second = serving("b2");
                TestGateway gateway = plan(at("b1", first, 1)).start()) {
            String cookie = cookie(ask(gateway));
            reload(gateway, plan(at("b2", second, 1)).spec());
            first.die();
            assertEquals("b2", server(ask(gateway, cookie)));
        }
    }

    @Test
    void clientsThatAreHashedMoveAtOnce() throws Exception {
        AffinitySpec hash = AffinitySpec.of(new ClientIpHash(ClientNetwork.DEFAULT));
        try (RawBackend first = serving("b1");
                RawBackend second = serving("b2");
                TestGateway gateway = plan(at("b1", first, 1)).affinity(hash).start()) {
            Set<String> seen = new HashSet<>(Set.of(server(ask(gateway))));
            reload(gateway, plan(at("b2", second, 1)).affinity(hash).spec());
            seen.add(server(ask(gateway)));
            assertEquals(Set.of("b1", "b2"), seen);
        }
    }
}
