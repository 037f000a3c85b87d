// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import dev.mooring.lb.ProxyServer;
import dev.mooring.lb.exchange.ExchangeObserver;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.http.Cidr;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.runtime.BackendState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A running balancer with one listener on a free port, one route and one pool, and the records of its exchanges. */
public final class TestGateway implements AutoCloseable {
    private final ProxyServer server;
    private final List<ExchangeRecord> records;

    private TestGateway(ProxyServer server, List<ExchangeRecord> records) {
        this.server = server;
        this.records = records;
    }

    /** What a test wants of the pool and the gateway around it. Start with {@link #pool}. */
    public static final class Plan {
        private final List<BackendSpec> backends = new ArrayList<>();
        private AffinitySpec affinity = AffinitySpec.NONE;
        private TimeoutSpec timeouts = TimeoutSpec.DEFAULT;
        private Optional<ProbeSpec> probe = Optional.empty();
        private PassiveSpec passive = PassiveSpec.DEFAULT;
        private int retries = PoolSpec.DEFAULT_RETRIES;
        private BalancerKind balancer = BalancerKind.ROUND_ROBIN;
        private Duration poolDrain = PoolSpec.DEFAULT_DRAIN_TIMEOUT;
        private Duration drain = Duration.ofSeconds(10);
        private LimitSpec limits = LimitSpec.DEFAULT;
        private List<Cidr> trusted = List.of();
        private boolean explain = true;
        private int threads = 2;
        private Transport transport = Transport.best();

        public Plan backend(RawBackend backend) {
            return backend(backend.port());
        }

        public Plan backend(int port) {
            return backend("b" + (backends.size() + 1), port);
        }

        public Plan backend(String id, int port) {
            backends.add(new BackendSpec(id, "127.0.0.1", port, 1, BackendSpec.UNLIMITED));
            return this;
        }

        public Plan backend(BackendSpec backend) {
            backends.add(backend);
            return this;
        }

        public Plan affinity(AffinitySpec value) {
            affinity = value;
            return this;
        }

        public Plan timeouts(UnaryOperator<TimeoutSpec> change) {
            timeouts = change.apply(timeouts);
            return this;
        }

        public Plan probe(ProbeSpec value) {
            probe = Optional.of(value);
            return this;
        }

        public Plan passive(PassiveSpec value) {
            passive = value;
            return this;
        }

        public Plan retries(int value) {
            retries = value;
            return this;
        }

        public Plan balancer(BalancerKind value) {
            balancer = value;
            return this;
        }

        public Plan poolDrain(Duration value) {
            poolDrain = value;
            return this;
        }

        public Plan drain(Duration value) {
            drain = value;
            return this;
        }

        public Plan limits(LimitSpec value) {
            limits = value;
            return this;
        }

        public Plan trust(String cidr) {
            trusted = List.of(Cidr.parse(cidr).orElseThrow());
            return this;
        }

        public Plan threads(int value) {
            threads = value;
            return this;
        }

        public Plan transport(Transport value) {
            transport = value;
            return this;
        }

        /** The configuration that is planned. */
        public GatewaySpec spec() {
            PoolSpec pool =
                    new PoolSpec("pool", backends, balancer, affinity, probe, passive, timeouts, retries, poolDrain);
            return new GatewaySpec(
                    List.of(new ListenerSpec("web", "127.0.0.1", 0)),
                    List.of(new RouteSpec(
                            "all", Set.of(), List.of(), RouteSpec.PathSpec.ANY, Set.of(), Map.of(), "pool")),
                    List.of(pool),
                    trusted,
                    List.of(),
                    limits,
                    drain,
                    AccessLogSpec.OFF,
                    explain,
                    Optional.empty());
        }

        public TestGateway start() throws IOException {
            List<ExchangeRecord> records = new CopyOnWriteArrayList<>();
            ExchangeObserver observer = record -> {
                if (records.size() < 1000) {
                    records.add(record);
                }
            };
            return new TestGateway(
                    ProxyServer.builder()
                            .transport(transport)
                            .threads(threads)
                            .observer(observer)
                            .start(spec()),
                    records);
        }
    }

    /** A pool of these backends, called b1, b2 and so on. */
    public static Plan pool(RawBackend... backends) {
        Plan plan = new Plan();
        for (RawBackend backend : backends) {
            plan.backend(backend);
        }
        return plan;
    }

    public int port() {
        return server.address("web").getPort();
    }

    public ProxyServer server() {
        return server;
    }

    /** The records of the exchanges that have ended, at most the first 1000. */
    public List<ExchangeRecord> records() {
        return records;
    }

    /** The record of the only exchange, once it has ended. */
    public ExchangeRecord record() {
        await("an exchange has ended", () -> !records.isEmpty());
        return records.get(0);
    }

    /** The state of a backend. */
    public BackendState backend(String id) {
        return server.live().current().pools().stream()
                .flatMap(pool -> pool.backends().stream())
                .filter(backend -> backend.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Checks that nothing is going on any more: no exchange in flight, no stream open. */
    public void assertIdle() {
        await(
                "all backends are idle",
                () -> server.live().current().pools().stream()
                        .flatMap(pool -> pool.backends().stream())
                        .allMatch(backend -> backend.inFlight() == 0 && backend.streams() == 0));
    }

    /** Waits until it is so, at most ten seconds. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 10 s: " + what);
            }
            Thread.onSpinWait();
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
