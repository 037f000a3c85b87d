// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.ConnectionMemory;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.ConnectionEnds;
import dev.mooring.lb.http1.ProxyHeader;
import dev.mooring.lb.model.LimitSpec;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the requests of a client's connection come from. Immutable.
 *
 * @param listener the name of the listener that accepted it
 * @param ends its two ends, as they are or as a trusted balancer tells
 * @param secure whether it is TLS
 * @param refusal the limit that it is above; null when it is within all
 * @param memory which backends it belongs to
 */
record Origin(
        String listener,
        ConnectionEnds ends,
        boolean secure,
        @Nullable Failure refusal,
        ConnectionMemory memory) {
    static Origin of(Channel channel, String listener, @Nullable Failure refusal) {
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        return new Origin(listener, new ConnectionEnds(peer, local), false, refusal, new ConnectionMemory());
    }

    /** The connection for which the balancer at the other end stands; its own if it says nothing else. */
    Origin of(ProxyHeader header) {
        InetSocketAddress source = header.source();
        InetSocketAddress destination = header.destination();
        return source == null || destination == null
                ? this
                : new Origin(
                        listener, new ConnectionEnds(source, destination), secure || header.secure(), refusal, memory);
    }

    /** The same with TLS on it. */
    Origin overTls() {
        return new Origin(listener, ends, true, refusal, memory);
    }

    /** The same, but refused. */
    Origin refusedFor(Failure limit) {
        return new Origin(listener, ends, secure, limit, memory);
    }

    /** Whether it is within all limits. */
    boolean withinLimit() {
        return refusal == null;
    }

    /** Why it is refused: for a limit, or else because no more are taken. */
    Failure refusalOrDrain() {
        return refusal == null ? Failure.SHUTTING_DOWN : refusal;
    }

    /** Which limit refuses it, for the log; empty when none does. */
    String refusalDetail(LimitSpec limits) {
        if (refusal == Failure.OVERLOADED) {
            return "more than " + limits.connections() + " connections (limits.connections)";
        }
        return refusal == Failure.TOO_MANY_CONNECTIONS
                ? "more than " + limits.connectionsPerClient() + " connections (limits.connections-per-client)"
                : "";
    }

    /** The client's end. */
    InetAddress peer() {
        return ends.source().getAddress();
    }
}
