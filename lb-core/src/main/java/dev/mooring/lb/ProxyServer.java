// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import dev.mooring.lb.backend.BackendConnections;
import dev.mooring.lb.backend.NameResolvers;
import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.frontend.Frontend;
import dev.mooring.lb.frontend.FrontendServer;
import dev.mooring.lb.frontend.Listeners;
import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.loop.LoopTurn;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.loop.Vigil;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.probe.Prober;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Control;
import dev.mooring.lb.runtime.Control.Applied;
import dev.mooring.lb.runtime.LiveSnapshot;
import dev.mooring.lb.runtime.RuntimeListener;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.tls.TlsContexts;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A running balancer: {@link #start} it, {@link #reload} it, {@link #close} it. Safe from any thread; start and close wait, and
 * so must not be called on one of its own threads.
 */
public final class ProxyServer implements AutoCloseable {
    private final EventLoopGroup group;
    private final Map<EventLoop, LoopServices> loops = new HashMap<>();
    private final AddressResolverGroup<InetSocketAddress> resolver;
    private final TlsContexts tls;
    private final Control control;
    private final Frontend frontend;
    private final FrontendServer server;
    private final Prober prober;
    private final Listeners listeners;
    private boolean closed;

    private ProxyServer(ProxyServerBuilder builder, GatewaySpec spec) {
        // First what can fail: nothing has been opened yet then.
        Relay relay = new Relay(builder.listener());
        tls = builder.tls();
        control = new Control(spec, relay);
        Transport transport = builder.transport();
        group = new MultiThreadIoEventLoopGroup(builder.threads(), transport.handlers());
        resolver = NameResolvers.of(
                new ReflectiveChannelFactory<>(transport.datagramChannel()), builder.nameServer(), builder.hostsFile());
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            LoopTurn turn = new LoopTurn(loop);
            LoopTimers timers = new LoopTimers(loop, turn::now);
            BackendConnections connections = new BackendConnections(
                    turn,
                    timers,
                    new ReflectiveChannelFactory<>(transport.channel()),
                    resolver,
                    builder.allocator(),
                    tls);
            new Vigil(timers, connections::forEach).begin();
            loops.put(loop, new LoopServices(turn, timers, connections, builder.observer()));
        }
        frontend = new Frontend(control.live(), tls);
        server = new FrontendServer(frontend, group, transport, loops, builder.allocator());
        listeners = new Listeners(server);
        LoopServices probing = loops.values().iterator().next();
        prober = new Prober(probing.timers(), probing.connections(), control);
        relay.begin(this);
    }

    /**
     * What a reload has done.
     *
     * @param applied whether the configuration is another one than before
     * @param renewed the certificates, in words, whose files have changed
     */
    public record Reloaded(Applied applied, List<String> renewed) {}

    /** Settings of a balancer to be started. */
    public static ProxyServerBuilder builder() {
        return new ProxyServerBuilder();
    }

    /**
     * Starts to serve a valid configuration; when this returns, all listeners accept.
     *
     * @throws IOException if a listener's address cannot be had; nothing is left running then
     */
    static ProxyServer start(ProxyServerBuilder builder, GatewaySpec spec) throws IOException {
        TlsContexts tls = builder.tls();
        tls.use(tls.prepare(spec));
        ProxyServer started = new ProxyServer(builder, spec);
        try {
            started.listeners.open(spec.listeners());
        } catch (IOException e) {
            started.stop();
            throw e;
        }
        return started;
    }

    /** The address that a listener really has, for one on port 0 too. */
    public InetSocketAddress address(String listener) {
        InetSocketAddress address = addresses().get(listener);
        if (address == null) {
            throw new IllegalArgumentException("listener: '" + listener + "' (expected: one of "
                    + addresses().keySet() + ")");
        }
        return address;
    }

    /** The addresses of all listeners, by name. */
    public Map<String, InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /**
     * Puts another valid configuration in force: new listeners are opened first, then the snapshot is swapped, then listeners
     * that are gone are closed. Running exchanges go on as they began. Waits for the sockets, so not to be called on a thread
     * of this balancer.
     *
     * @throws IOException if a new listener's address cannot be had; nothing is changed then
     */
    public synchronized CompletionStage<Reloaded> reload(GatewaySpec spec) throws IOException {
        if (closed) {
            throw new IOException("the balancer is shutting down");
        }
        // Files are read here; what fails fails before anything is changed.
        TlsContexts.Prepared prepared = tls.prepare(spec);
        Listeners.Change change = listeners.open(spec.listeners());
        TlsContexts.Prepared before = tls.use(prepared);
        CompletionStage<Applied> done = control.apply(spec).whenComplete((applied, failed) -> {
            if (failed != null) {
                tls.use(before);
            }
            listeners.close(failed == null ? change.obsolete() : change.opened());
        });
        // The next reload must find the listeners as this one leaves them.
        done.handle((applied, failed) -> applied).toCompletableFuture().join();
        return done.thenApply(applied -> new Reloaded(applied, prepared.renewed()));
    }

    /** What is in force now. */
    public LiveSnapshot live() {
        return control.live();
    }

    /** Orders about backends. */
    public Control control() {
        return control;
    }

    /** The client connections that are open now. */
    public int clientConnections() {
        return frontend.connections();
    }

    /** Whether it is shutting down. */
    public boolean isDraining() {
        return frontend.isDraining();
    }

    /** Stops accepting, lets requests finish until the drain timeout of the configuration, cuts what then still runs, and ends. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        Duration patience = live().current().spec().drainTimeout();
        listeners.closeAll();
        server.drain();
        long deadline = System.nanoTime() + patience.toNanos();
        waitForClients(deadline);
        server.endExchanges(true);
        waitForClients(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
        stop();
    }

    private void waitForClients(long deadline) {
        while (frontend.connections() > 0 && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void stop() {
        control.close();
        // The short wait lets the loops close what was just being opened.
        group.shutdownGracefully(50, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        resolver.close();
    }

    /** Passes on what the control thread tells, once the balancer is complete. */
    private static final class Relay implements RuntimeListener {
        private final RuntimeListener outside;
        private final CompletableFuture<ProxyServer> server = new CompletableFuture<>();

        Relay(RuntimeListener outside) {
            this.outside = outside;
        }

        void begin(ProxyServer complete) {
            server.complete(complete);
        }

        @Override
        public void applied(Snapshot snapshot) {
            server.join().prober.follow(snapshot);
            outside.applied(snapshot);
        }

        @Override
        public void present(List<BackendState> backends) {
            outside.present(backends);
        }

        @Override
        public void changed(BackendState backend) {
            outside.changed(backend);
        }

        @Override
        public void retired() {
            server.join().server.endExchanges(false);
            outside.retired();
        }
    }
}
