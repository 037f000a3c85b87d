// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** What the admin listener sees of the backends and may order about them. Safe from any thread; returns at once. */
public interface AdminBackends {
    /** The pools in force with what is happening in them now, and after them removed ones that still drain. */
    List<PoolView> pools();

    /** Gives an order. The stage has the backend as it is after it; empty when there is none of this name. */
    CompletionStage<Optional<BackendView>> order(Order order, String pool, String backend);

    /** The orders about one backend. */
    enum Order {
        /** Take no new clients, and lose the bound ones within the pool's drain timeout. */
        DRAIN,
        /** Take a drain back. */
        UNDRAIN,
        /** Serve nobody any more. */
        DISABLE,
        /** Take back that it is disabled. */
        ENABLE
    }

    /**
     * A pool as it is shown.
     *
     * @param name its name
     * @param affinity what keeps a client on its backend, such as {@code cookie}
     * @param balancer how a backend is picked, such as {@code round-robin}
     * @param backends its backends, in the order of the configuration, and after them those that leave
     */
    record PoolView(String name, String affinity, String balancer, List<BackendView> backends) {
        public PoolView {
            backends = List.copyOf(backends);
        }
    }

    /**
     * A backend as it is shown.
     *
     * @param id its stable name
     * @param address host and port
     * @param condition whom it may serve, and why
     * @param load what it is serving now
     * @param weight its share among its peers
     */
    record BackendView(String id, String address, Condition condition, Load load, int weight) {}

    /**
     * Whom a backend may serve, and why.
     *
     * @param admission {@code OPEN}, {@code BOUND_ONLY} or {@code CLOSED}
     * @param health {@code HEALTHY}, {@code UNHEALTHY} or {@code UNKNOWN}
     * @param leaving whether it is in the configuration no more, and seen until its drain ends
     * @param draining whether it is to lose its clients
     * @param drainRemainingMs how long its drain still lasts, in milliseconds; empty when it does not drain
     * @param disabled whether an administrator took it out
     */
    record Condition(
            String admission,
            String health,
            boolean leaving,
            boolean draining,
            OptionalLong drainRemainingMs,
            boolean disabled) {}

    /**
     * What a backend is serving now.
     *
     * @param inFlight exchanges
     * @param streams event streams among them
     * @param connections open connections, idle ones included
     */
    record Load(int inFlight, int streams, int connections) {}
}
