// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where clients connect.
 *
 * @param name what routes and messages call it
 * @param host the local address to listen on
 * @param port the local port; 0 for any free one
 * @param profile whose habits it has
 * @param routeOrder which of several matching routes is taken
 * @param tls how it speaks TLS; empty for plain text
 * @param h2c whether a plain-text client may begin with HTTP/2 (RFC 9113, 3.3)
 * @param publicPort the port that clients of the imitated gateway see, for forwarded header fields and redirects; empty for the
 *     local one
 * @param proxyProtocol whether trusted balancers in front of it begin their connections with the header of the PROXY protocol
 * @param errorPages pages that stand for the balancer's own ones
 */
public record ListenerSpec(
        String name,
        String host,
        int port,
        Profile profile,
        RouteOrder routeOrder,
        Optional<TlsSpec> tls,
        boolean h2c,
        OptionalInt publicPort,
        boolean proxyProtocol,
        List<ErrorPageSpec> errorPages) {

    public ListenerSpec {
        errorPages = List.copyOf(errorPages);
    }

    /** A plain-text listener with Mooring's own habits. */
    public ListenerSpec(String name, String host, int port) {
        this(
                name,
                host,
                port,
                Profile.PLAIN,
                RouteOrder.MOST_SPECIFIC,
                Optional.empty(),
                false,
                OptionalInt.empty(),
                false,
                List.of());
    }

    /** The same listener, speaking TLS like this. */
    public ListenerSpec withTls(TlsSpec other) {
        return new ListenerSpec(
                name, host, port, profile, routeOrder, Optional.of(other), h2c, publicPort, proxyProtocol, errorPages);
    }

    /** The same listener at another local address. */
    public ListenerSpec at(String newHost, int newPort) {
        return new ListenerSpec(
                name, newHost, newPort, profile, routeOrder, tls, h2c, publicPort, proxyProtocol, errorPages);
    }

    /** The same listener with another product's habits. */
    public ListenerSpec withProfile(Profile other) {
        return new ListenerSpec(name, host, port, other, routeOrder, tls, h2c, publicPort, proxyProtocol, errorPages);
    }

    /** The same listener, with or without the header of the PROXY protocol. */
    public ListenerSpec withProxyProtocol(boolean expected) {
        return new ListenerSpec(name, host, port, profile, routeOrder, tls, h2c, publicPort, expected, errorPages);
    }

    /** The same listener for callers that know nothing of the PROXY protocol. */
    public ListenerSpec(
            String name,
            String host,
            int port,
            Profile profile,
            RouteOrder routeOrder,
            Optional<TlsSpec> tls,
            boolean h2c,
            OptionalInt publicPort,
            List<ErrorPageSpec> errorPages) {
        this(name, host, port, profile, routeOrder, tls, h2c, publicPort, false, errorPages);
    }
}
