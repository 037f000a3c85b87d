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
 * @param timeouts the clocks
 * @param retry when a request is tried again
 * @param drainTimeout how long a draining backend keeps its bound clients
 * @param group the name by which a user calls its backends; pools that only differ in how they are spoken to share it
 * @param forward how its backends are connected to
 * @param buffering what is held back
 * @param unavailable what happens when nobody can serve
 */
public record PoolSpec(
        String name,
        List<BackendSpec> backends,
        BalancerKind balancer,
        AffinitySpec affinity,
        Optional<ProbeSpec> probe,
        PassiveSpec passive,
        TimeoutSpec timeouts,
        RetrySpec retry,
        Duration drainTimeout,
        String group,
        ForwardSpec forward,
        BufferingSpec buffering,
        UnavailableSpec unavailable) {

    /** The name of the pool that stands for backends which a gateway does not accept: it is meant to be empty. */
    public static final String INVALID = "invalid-backend";

    /** Other backends that a request is tried on, unless the configuration says otherwise. */
    public static final int DEFAULT_RETRIES = 2;

    /** How long a draining backend keeps its bound clients, unless the configuration says otherwise. */
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofMinutes(5);

    /** A pool with Mooring's own habits. */
    public PoolSpec(
            String name,
            List<BackendSpec> backends,
            BalancerKind balancer,
            AffinitySpec affinity,
            Optional<ProbeSpec> probe,
            PassiveSpec passive,
            TimeoutSpec timeouts,
            int retries,
            Duration drainTimeout) {
        this(
                name,
                backends,
                balancer,
                affinity,
                probe,
                passive,
                timeouts,
                RetrySpec.times(retries),
                drainTimeout,
                name,
                ForwardSpec.DEFAULT,
                BufferingSpec.OFF,
                UnavailableSpec.DEFAULT);
    }

    public PoolSpec {
        backends = List.copyOf(backends);
    }

    /** The same pool, connected to in another way. */
    public PoolSpec withForward(ForwardSpec other) {
        return with(backends, other);
    }

    /** The same pool with other backends. */
    public PoolSpec withBackends(List<BackendSpec> others) {
        return with(others, forward);
    }

    /** The same pool, spoken to without TLS. */
    public PoolSpec inPlainText() {
        return withForward(forward.inPlainText());
    }

    private PoolSpec with(List<BackendSpec> newBackends, ForwardSpec newForward) {
        return new PoolSpec(
                name,
                newBackends,
                balancer,
                affinity,
                probe,
                passive,
                timeouts,
                retry,
                drainTimeout,
                group,
                newForward,
                buffering,
                unavailable);
    }
}
