// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import dev.mooring.lb.exchange.ExchangeObserver;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.runtime.RuntimeListener;
import dev.mooring.lb.tls.LocalAuthority;
import dev.mooring.lb.tls.TlsContexts;
import dev.mooring.lb.tls.TlsEngine;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Settings of a balancer that are not part of its configuration. Not thread-safe; use it once. */
public final class ProxyServerBuilder {
    private Transport transport = Transport.best();
    private int threads = Runtime.getRuntime().availableProcessors();
    private ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
    private LocalAuthority authority = new LocalAuthority(Optional.empty());
    private Supplier<TlsEngine> engine = TlsEngine::best;
    private @Nullable TlsContexts tls;
    private ExchangeObserver observer = ExchangeObserver.NONE;
    private RuntimeListener listener = RuntimeListener.NONE;
    private Optional<InetSocketAddress> nameServer = Optional.empty();
    private Optional<Path> hostsFile = Optional.empty();

    ProxyServerBuilder() {}

    /** How to talk to the operating system; the best way of this machine unless set. */
    public ProxyServerBuilder transport(Transport value) {
        if (!value.isAvailable()) {
            throw new IllegalArgumentException("transport: " + value + " (expected: one that works on this machine)");
        }
        transport = value;
        return this;
    }

    /** The number of event loops; one for each processor unless set. */
    public ProxyServerBuilder threads(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("threads: " + value + " (expected: >= 1)");
        }
        threads = value;
        return this;
    }

    /** Where the buffers of all connections come from; netty's own choice unless set. */
    public ProxyServerBuilder allocator(ByteBufAllocator value) {
        allocator = value;
        return this;
    }

    /** What makes certificates where a configuration has none; one that lasts as long as the balancer unless set. */
    public ProxyServerBuilder authority(LocalAuthority value) {
        authority = value;
        return this;
    }

    /** How TLS is spoken; in the best way of this machine unless set. */
    public ProxyServerBuilder tlsEngine(TlsEngine value) {
        if (!value.isAvailable()) {
            throw new IllegalArgumentException("tlsEngine: " + value + " (expected: one that works on this machine)");
        }
        engine = () -> value;
        return this;
    }

    /** Who watches the exchanges; nobody unless set. */
    public ProxyServerBuilder observer(ExchangeObserver value) {
        observer = value;
        return this;
    }

    /** Who is told of reloads and of changes of health; nobody unless set. */
    public ProxyServerBuilder listener(RuntimeListener value) {
        listener = value;
        return this;
    }

    /** Who is asked for the addresses of names; those whom the machine asks unless set. */
    public ProxyServerBuilder nameServer(InetSocketAddress value) {
        nameServer = Optional.of(value);
        return this;
    }

    /** Which names have addresses without anybody being asked; the machine's own hosts file unless set. */
    public ProxyServerBuilder hostsFile(Path value) {
        hostsFile = Optional.of(value);
        return this;
    }

    /**
     * Starts to serve; when this returns, all listeners accept.
     *
     * @throws IOException if a listener's address cannot be had
     */
    public ProxyServer start(GatewaySpec spec) throws IOException {
        return ProxyServer.start(this, spec);
    }

    Transport transport() {
        return transport;
    }

    int threads() {
        return threads;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    TlsContexts tls() {
        if (tls == null) {
            tls = new TlsContexts(authority, engine);
        }
        return tls;
    }

    ExchangeObserver observer() {
        return observer;
    }

    Optional<InetSocketAddress> nameServer() {
        return nameServer;
    }

    Optional<Path> hostsFile() {
        return hostsFile;
    }

    RuntimeListener listener() {
        return listener;
    }
}
