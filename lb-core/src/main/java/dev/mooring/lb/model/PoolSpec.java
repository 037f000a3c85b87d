// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A group of backends that serve the same, and how one of them is chosen and watched.
 *
 * @param name what routes and messages call it
 * @param backends its members; ids are unique in the pool
 * @param balancer how a backend is picked for a client that has none
 * @param affinity what keeps a client on its backend
 * @param probe active health checks; empty for none
 * @param passive what a failed connection does to a backend's health
 * @param timeouts the four clocks
 * @param retries how many other backends a request may be tried on
 * @param drainTimeout how long a draining backend keeps its bound clients
 */
public record PoolSpec(
        String name,
        List<BackendSpec> backends,
        BalancerKind balancer,
        AffinitySpec affinity,
        Optional<ProbeSpec> probe,
        PassiveSpec passive,
        TimeoutSpec timeouts,
        int retries,
        Duration drainTimeout) {

    /** Other backends that a request is tried on, unless the configuration says otherwise. */
    public static final int DEFAULT_RETRIES = 2;

    /** How long a draining backend keeps its bound clients, unless the configuration says otherwise. */
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofMinutes(5);

    public PoolSpec {
        backends = List.copyOf(backends);
    }
}
