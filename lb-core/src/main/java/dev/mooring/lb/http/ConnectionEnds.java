// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a client's connection, as this balancer sees them or as the one before it tells. Immutable but for what it
 * remembers of its last request, which is the same on most requests of a connection; safe from any thread.
 */
public final class ConnectionEnds {
    private final InetSocketAddress source;
    private final InetSocketAddress destination;
    private @Nullable ForwardedHeaders last;

    /**
     * A connection.
     *
     * @param source the client's end
     * @param destination the end that it connected to
     */
    public ConnectionEnds(InetSocketAddress source, InetSocketAddress destination) {
        this.source = source;
        this.destination = destination;
    }

    /** Ends of which only this much is known. */
    public static ConnectionEnds of(InetAddress peer, int localPort) {
        return new ConnectionEnds(new InetSocketAddress(peer, 0), new InetSocketAddress(localPort));
    }

    /** The client's end. */
    public InetSocketAddress source() {
        return source;
    }

    /** The end that it connected to. */
    public InetSocketAddress destination() {
        return destination;
    }

    /** What a backend was told last about a client that is believed nothing; null when it was told nothing yet. */
    @Nullable
    ForwardedHeaders last() {
        return last;
    }

    ForwardedHeaders remember(ForwardedHeaders told) {
        last = told;
        return told;
    }
}
