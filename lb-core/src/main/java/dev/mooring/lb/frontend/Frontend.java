// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.runtime.LiveSnapshot;
import dev.mooring.lb.tls.TlsContexts;
import java.util.concurrent.atomic.AtomicInteger;

/** What the client connections of all listeners share. Safe from any thread. */
public final class Frontend {
    private final LiveSnapshot live;
    private final TlsContexts tls;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean draining;

    /** The frontend of a balancer with this configuration. */
    public Frontend(LiveSnapshot live, TlsContexts tls) {
        this.live = live;
        this.tls = tls;
    }

    LiveSnapshot live() {
        return live;
    }

    TlsContexts tls() {
        return tls;
    }

    /** The client connections that are open now. */
    public int connections() {
        return connections.get();
    }

    /** Counts a new connection; whether it is within the limit. Give it back with {@link #disconnected} in any case. */
    boolean connected() {
        return connections.incrementAndGet() <= live.current().spec().limits().connections();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    /** Whether the balancer is shutting down, so that each response is its connection's last. */
    public boolean isDraining() {
        return draining;
    }

    /** Begins to shut down. */
    public void drain() {
        draining = true;
    }
}
