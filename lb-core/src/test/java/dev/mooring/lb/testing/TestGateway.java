// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import dev.mooring.lb.ProxyServer;
import dev.mooring.lb.ProxyServerBuilder;
import dev.mooring.lb.exchange.ExchangeObserver;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.exchange.HandshakeFailure;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.http.Cidr;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.ErrorPageSpec;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.ProxyProtocol;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.TlsSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.RuntimeListener;
import dev.mooring.lb.tls.TlsEngine;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A running balancer with one listener on a free port, one route and one pool, and the records of its exchanges. */
public final class TestGateway implements AutoCloseable {
    private final ProxyServer server;
    private final Watcher watcher;

    private TestGateway(ProxyServer server, Watcher watcher) {
        this.server = server;
        this.watcher = watcher;
    }

    /** Counts exchanges and keeps the first records. */
    private static final class Watcher implements ExchangeObserver {
        private final List<ExchangeRecord> records = new CopyOnWriteArrayList<>();
        private final List<HandshakeFailure> handshakes = new CopyOnWriteArrayList<>();
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public void started() {
            started.incrementAndGet();
        }

        @Override
        public void handshakeFailed(HandshakeFailure why) {
            handshakes.add(why);
        }

        @Override
        public void ended(ExchangeRecord record) {
            if (ended.incrementAndGet() <= 1000) {
                records.add(record);
            }
        }
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
        private ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
        private UnaryOperator<ListenerSpec> web = listener -> listener;
        private Optional<BackendTlsSpec> backendTls = Optional.empty();
        private ProxyProtocol proxyProtocol = ProxyProtocol.OFF;
        private TlsEngine engine = TlsEngine.best();
        private List<String> hosts = List.of();
        private final List<RouteSpec> routes = new ArrayList<>();
        private final List<PoolSpec> more = new ArrayList<>();
        private UnaryOperator<PoolSpec> change = pool -> pool;
        private RoutePolicy policy = RoutePolicy.NONE;
        private RuntimeListener listener = RuntimeListener.NONE;
        private Optional<InetSocketAddress> nameServer = Optional.empty();
        private Optional<Path> hostsFile = Optional.empty();

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

        public Plan allocator(ByteBufAllocator value) {
            allocator = value;
            return this;
        }

        /** How the listener speaks TLS. */
        public Plan tls(TlsSpec value) {
            web = listener -> new ListenerSpec(
                    listener.name(),
                    listener.host(),
                    listener.port(),
                    listener.profile(),
                    listener.routeOrder(),
                    Optional.of(value),
                    listener.h2c(),
                    listener.publicPort(),
                    listener.errorPages());
            return this;
        }

        /** The listener takes HTTP/2 without TLS too. */
        public Plan h2c() {
            web = listener -> new ListenerSpec(
                    listener.name(),
                    listener.host(),
                    listener.port(),
                    listener.profile(),
                    listener.routeOrder(),
                    listener.tls(),
                    true,
                    listener.publicPort(),
                    listener.errorPages());
            return this;
        }

        /** Whose habits the listener has, at which port of the cloud, and with which pages of its own. */
        public Plan profile(Profile profile, int publicPort, ErrorPageSpec... pages) {
            web = listener -> new ListenerSpec(
                    listener.name(),
                    listener.host(),
                    listener.port(),
                    profile,
                    listener.routeOrder(),
                    listener.tls(),
                    listener.h2c(),
                    OptionalInt.of(publicPort),
                    List.of(pages));
            return this;
        }

        /** A route of this prefix before the one that takes all. */
        public Plan route(String prefix, RouteAction action, FilterSpec... filters) {
            routes.add(new RouteSpec(
                    "r" + routes.size(),
                    Set.of(),
                    List.of(),
                    new RouteSpec.PathSpec(RouteSpec.PathSpec.Kind.PREFIX, prefix),
                    Set.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    action,
                    List.of(filters),
                    RoutePolicy.NONE));
            return this;
        }

        /** Another pool of one backend. */
        public Plan pool(String name, RawBackend backend) {
            more.add(new PoolSpec(
                    name,
                    List.of(new BackendSpec("m", "127.0.0.1", backend.port(), 1, BackendSpec.UNLIMITED)),
                    balancer,
                    affinity,
                    Optional.empty(),
                    passive,
                    timeouts,
                    retries,
                    poolDrain));
            return this;
        }

        /** How the listener differs from a plain one. */
        public Plan web(UnaryOperator<ListenerSpec> change) {
            web = change;
            return this;
        }

        /** How the backends are told whose connection it is. */
        public Plan proxyProtocol(ProxyProtocol value) {
            proxyProtocol = value;
            return this;
        }

        /** How TLS is spoken to the backends. */
        public Plan backendTls(BackendTlsSpec value) {
            backendTls = Optional.of(value);
            return this;
        }

        public Plan tlsEngine(TlsEngine value) {
            engine = value;
            return this;
        }

        /** The hosts that the route is for, instead of all. */
        public Plan hosts(String... values) {
            hosts = List.of(values);
            return this;
        }

        /** What is different about the pool; see {@link Pools}. */
        public Plan change(UnaryOperator<PoolSpec> more) {
            UnaryOperator<PoolSpec> before = change;
            change = pool -> more.apply(before.apply(pool));
            return this;
        }

        /** What the route asks for instead of the pool. */
        public Plan policy(RoutePolicy value) {
            policy = value;
            return this;
        }

        public Plan listener(RuntimeListener value) {
            listener = value;
            return this;
        }

        /** Which names have addresses without anybody being asked. */
        public Plan hostsFile(Path value) {
            hostsFile = Optional.of(value);
            return this;
        }

        /** Who is asked for the addresses of names. */
        public Plan nameServer(InetSocketAddress value) {
            nameServer = Optional.of(value);
            return this;
        }

        public GatewaySpec spec() {
            PoolSpec pool = new PoolSpec(
                            "pool", backends, balancer, affinity, probe, passive, timeouts, retries, poolDrain)
                    .withForward(new ForwardSpec(
                            HostHeaderSpec.CLIENT, backendTls, Duration.ofSeconds(60), false, proxyProtocol));
            List<RouteSpec> allRoutes = new ArrayList<>(routes);
            allRoutes.add(new RouteSpec(
                    "all",
                    Set.of(),
                    hosts,
                    RouteSpec.PathSpec.ANY,
                    Set.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    RouteAction.toPool("pool"),
                    List.of(),
                    policy));
            List<PoolSpec> pools = new ArrayList<>(List.of(change.apply(pool)));
            pools.addAll(more);
            return new GatewaySpec(
                    List.of(web.apply(new ListenerSpec("web", "127.0.0.1", 0))),
                    allRoutes,
                    pools,
                    trusted,
                    List.of(),
                    limits,
                    drain,
                    AccessLogSpec.OFF,
                    explain,
                    Optional.empty());
        }

        public TestGateway start() throws IOException {
            Watcher watcher = new Watcher();
            ProxyServerBuilder builder = ProxyServer.builder()
                    .threads(threads)
                    .transport(transport)
                    .allocator(allocator)
                    .tlsEngine(engine)
                    .observer(watcher)
                    .listener(listener);
            nameServer.ifPresent(builder::nameServer);
            hostsFile.ifPresent(builder::hostsFile);
            return new TestGateway(builder.start(spec()), watcher);
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
        return watcher.records;
    }

    /** The handshakes of clients that have failed. */
    public List<HandshakeFailure> handshakeFailures() {
        return watcher.handshakes;
    }

    /** The exchanges that have ended. */
    public int ended() {
        return watcher.ended.get();
    }

    /** The record of this exchange, counted from 1 in the order of their ends, once it has ended. */
    public ExchangeRecord record(int number) {
        await("exchange " + number + " has ended", () -> watcher.records.size() >= number);
        return watcher.records.get(number - 1);
    }

    /** The record of the only exchange, once it has ended. */
    public ExchangeRecord record() {
        return record(1);
    }

    /** The state of a backend. */
    public BackendState backend(String id) {
        return server.live().current().pools().stream()
                .flatMap(pool -> pool.backends().stream())
                .filter(backend -> backend.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a backend may serve these, and until every selection knows it. */
    public void awaitAdmission(String id, Admission wanted) {
        await(id + " is " + wanted, () -> backend(id).admission() == wanted);
        // The control thread does one thing after the other: when it has done this, it has done that.
        server.control().enable("pool", "nobody").toCompletableFuture().join();
    }

    /** Checks that nothing is going on any more: no exchange in flight, no stream open, as many ended as started. */
    public void assertIdle() {
        await(
                "all backends are idle",
                () -> server.live().current().pools().stream()
                        .flatMap(pool -> pool.backends().stream())
                        .allMatch(backend ->
                                backend.inFlight() == 0 && backend.pending() == 0 && backend.streams() == 0));
        await("each exchange has ended", () -> watcher.ended.get() >= watcher.started.get());
        if (watcher.ended.get() != watcher.started.get()) {
            throw new AssertionError(watcher.started + " exchanges were started, " + watcher.ended + " ended");
        }
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
