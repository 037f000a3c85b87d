// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where the requests of a client's connection come from. Immutable.
 *
 * @param listener the name of the listener that accepted it
 * @param peer the other end
 * @param localPort the listener's port
 * @param secure whether it is TLS
 * @param withinLimit whether it is one of as many as are served at a time
 */
record Origin(String listener, InetAddress peer, int localPort, boolean secure, boolean withinLimit) {
    static Origin of(Channel channel, String listener, boolean secure, boolean withinLimit) {
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        return new Origin(listener, peer.getAddress(), local.getPort(), secure, withinLimit);
    }
}
