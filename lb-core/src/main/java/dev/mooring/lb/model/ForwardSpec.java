// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How a pool's backends are connected to.
 *
 * @param hostHeader which Host they are told
 * @param tls how TLS is spoken to them; empty for plain text
 * @param keepAlive how long a connection is kept for the next request
 * @param perConnection whether a client's connection stays with one backend, chosen for its first request, as a balancer of
 *     connections does it
 * @param proxyProtocol how they are told whose connection it is, in front of everything else
 */
public record ForwardSpec(
        HostHeaderSpec hostHeader,
        Optional<BackendTlsSpec> tls,
        Duration keepAlive,
        boolean perConnection,
        ProxyProtocol proxyProtocol) {
    /** Less than the 60 s and more after which servers usually close. */
    public static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(45);

    /** Plain text, with the client's Host, each request balanced by itself. */
    public static final ForwardSpec DEFAULT =
            new ForwardSpec(HostHeaderSpec.CLIENT, Optional.empty(), DEFAULT_KEEP_ALIVE, false);

    /** Backends that are told nothing in front of the requests. */
    public ForwardSpec(
            HostHeaderSpec hostHeader, Optional<BackendTlsSpec> tls, Duration keepAlive, boolean perConnection) {
        this(hostHeader, tls, keepAlive, perConnection, ProxyProtocol.OFF);
    }

    /** The same without TLS. */
    public ForwardSpec inPlainText() {
        return new ForwardSpec(hostHeader, Optional.empty(), keepAlive, perConnection, proxyProtocol);
    }
}
