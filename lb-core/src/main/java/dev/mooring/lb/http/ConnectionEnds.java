// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The two ends of a client's connection, as this balancer sees them or as the one before it tells. Immutable.
 *
 * @param source the client's end
 * @param destination the end that it connected to
 */
public record ConnectionEnds(InetSocketAddress source, InetSocketAddress destination) {
    /** Ends of which only this much is known. */
    public static ConnectionEnds of(InetAddress peer, int localPort) {
        return new ConnectionEnds(new InetSocketAddress(peer, 0), new InetSocketAddress(localPort));
    }
}
