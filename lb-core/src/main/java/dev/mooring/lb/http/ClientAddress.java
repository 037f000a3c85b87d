// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import dev.mooring.lb.http.RequestHead.Client;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who the client behind a connection is. What a request says of itself is believed only as far as trusted proxies
 * vouch for it: the chain is walked from the right, and the first address that is not a trusted proxy is the client. Pure;
 * costs nothing when no proxy is trusted.
 */
public final class ClientAddress {
    private ClientAddress() {}

    /**
     * The client of a request.
     *
     * @param ends the connection
     * @param tls whether the connection itself is encrypted
     * @param headers the request's fields
     * @param trusted the proxies whose forwarded headers are believed
     */
    public static Client of(ConnectionEnds ends, boolean tls, Headers headers, List<Cidr> trusted) {
        InetAddress peer = ends.source().getAddress();
        int localPort = ends.destination().getPort();
        if (!isTrusted(peer, trusted)) {
            return new Client(peer, peer, tls, localPort, ends);
        }
        String proto = ForwardedChain.lastProto(headers);
        return new Client(walk(peer, headers, trusted), peer, proto == null ? tls : isSecure(proto), localPort, ends);
    }

    /** Whether the address belongs to a proxy whose forwarded headers are believed. */
    public static boolean isTrusted(InetAddress address, List<Cidr> trusted) {
        for (int i = 0; i < trusted.size(); i++) {
            if (trusted.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static InetAddress walk(InetAddress peer, Headers headers, List<Cidr> trusted) {
        InetAddress last = peer;
        List<String> nodes = ForwardedChain.nodes(headers);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Optional<InetAddress> hop = ForwardedChain.address(nodes.get(i));
            // Behind garbage anything may stand, so the last address that somebody vouched for counts.
            if (hop.isEmpty()) {
                return last;
            }
            last = hop.get();
            if (!isTrusted(last, trusted)) {
                return last;
            }
        }
        return last;
    }

    private static boolean isSecure(@Nullable String proto) {
        return "https".equals(proto) || "wss".equals(proto);
    }
}
