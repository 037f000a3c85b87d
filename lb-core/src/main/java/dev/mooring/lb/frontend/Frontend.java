// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.runtime.LiveSnapshot;
import dev.mooring.lb.tls.TlsContexts;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the client connections of all listeners share. Safe from any thread. */
public final class Frontend {
    private final LiveSnapshot live;
    private final TlsContexts tls;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> byClient = new ConcurrentHashMap<>();
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

    /** Counts a connection among those of its client's address until it is closed; whether there may be so many. */
    boolean enters(Origin origin, Channel channel) {
        int limit = live.current().spec().limits().connectionsPerClient();
        if (limit == LimitSpec.UNLIMITED) {
            return true;
        }
        InetAddress address = origin.peer();
        int now = byClient.merge(address, 1, Integer::sum);
        channel.closeFuture()
                .addListener(closed -> byClient.computeIfPresent(address, (who, n) -> n == 1 ? null : n - 1));
        return now <= limit;
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
