// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.net.InetAddress;

/**
 * The head of a client's request as every decision sees it: routes, affinities and balancers ask this and nothing else.
 * Framing was checked before one is made. Immutable; safe from any thread.
 *
 * @param method the method, in the case it was sent
 * @param target the request target in origin form or {@code *}, octet for octet as it will be forwarded
 * @param path the path in which routes are matched: without query, percent-encoded unreserved characters decoded, dot
 *     segments removed (RFC 3986, 6.2.2), so that no spelling leads around a route
 * @param host the host asked for, in lower case and without port; empty for an HTTP/1.0 request without Host
 * @param authority the host with its port as the client sent it
 * @param version the version of HTTP that the client speaks
 * @param headers the header fields as received
 * @param client the connection the request came over, and who is behind it
 */
public record RequestHead(
        String method,
        String target,
        String path,
        String host,
        String authority,
        HttpVersion version,
        Headers headers,
        Client client) {

    /** Whether the client speaks HTTP/1.0. */
    public boolean http10() {
        return version == HttpVersion.HTTP_1_0;
    }

    /** The same request to another host. */
    public RequestHead withHost(String other) {
        return new RequestHead(method, target, path, other, authority, version, headers, client);
    }

    /**
     * Who asks.
     *
     * @param address the client's address: the peer's own, or the one that trusted proxies vouch for
     * @param peer the address of the connection itself
     * @param secure whether the client came over TLS, as seen here or by a trusted proxy
     * @param localPort the port that the client connected to
     * @param ends both ends of the connection
     */
    public record Client(InetAddress address, InetAddress peer, boolean secure, int localPort, ConnectionEnds ends) {
        /** A client of whose connection not more is known than this. */
        public Client(InetAddress address, InetAddress peer, boolean secure, int localPort) {
            this(address, peer, secure, localPort, ConnectionEnds.of(peer, localPort));
        }
    }
}
