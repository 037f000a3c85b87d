// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import dev.mooring.lb.http.HostPort;
import java.util.Optional;

/**
 * One host and port that serves requests.
 *
 * @param id its stable name, which affinity is bound to: it outlives a change of address
 * @param host a name or an address
 * @param port 1 to 65535
 * @param weight its share among its peers, 1 to 1000; 0 takes no new clients
 * @param maxConnections how many exchanges it serves at a time; 0 for no limit
 * @param priority who serves new clients first: those with the lowest number, of whom one can serve
 * @param identity the address that it has where the gateway will be deployed, from which that gateway computes cookies and
 *     names; empty if it is the same
 */
public record BackendSpec(
        String id, String host, int port, int weight, int maxConnections, int priority, Optional<HostPort> identity) {
    /** The share of a backend unless the configuration says otherwise. */
    public static final int DEFAULT_WEIGHT = 1;

    /** No limit. */
    public static final int UNLIMITED = 0;

    /** A backend with the first priority that has one address only. */
    public BackendSpec(String id, String host, int port, int weight, int maxConnections) {
        this(id, host, port, weight, maxConnections, 0, Optional.empty());
    }

    /** The same backend, known by its address in the cloud even if it will be reached elsewhere. */
    public BackendSpec withIdentity() {
        return new BackendSpec(id, host, port, weight, maxConnections, priority, Optional.of(identityOrAddress()));
    }

    /** The address that affinity is computed from. */
    public HostPort identityOrAddress() {
        return identity.orElseGet(() -> new HostPort(host, port));
    }
}
