// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.ConnectionMemory;
import dev.mooring.lb.http.ConnectionEnds;
import dev.mooring.lb.http1.ProxyHeader;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where the requests of a client's connection come from. Immutable.
 *
 * @param listener the name of the listener that accepted it
 * @param ends its two ends, as they are or as a trusted balancer tells
 * @param secure whether it is TLS
 * @param withinLimit whether it is one of as many as are served at a time
 * @param memory which backends it belongs to
 */
record Origin(String listener, ConnectionEnds ends, boolean secure, boolean withinLimit, ConnectionMemory memory) {
    static Origin of(Channel channel, String listener, boolean secure, boolean withinLimit) {
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        return new Origin(listener, new ConnectionEnds(peer, local), secure, withinLimit, new ConnectionMemory());
    }

    /** The connection for which the balancer at the other end stands; its own if it says nothing else. */
    Origin of(ProxyHeader header) {
        InetSocketAddress source = header.source();
        InetSocketAddress destination = header.destination();
        return source == null || destination == null
                ? this
                : new Origin(
                        listener,
                        new ConnectionEnds(source, destination),
                        secure || header.secure(),
                        withinLimit,
                        memory);
    }

    /** The same with TLS on it. */
    Origin overTls() {
        return new Origin(listener, ends, true, withinLimit, memory);
    }

    /** The client's end. */
    InetAddress peer() {
        return ends.source().getAddress();
    }

    /** The port that the client connected to. */
    int localPort() {
        return ends.destination().getPort();
    }
}
