// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

/** A backend as a balancer sees it. Safe from any thread; the load may change between two calls. */
public interface Candidate {
    /** The stable id of the backend, unique in its pool. */
    String id();

    /** {@link Rendezvous#hash} of the id, computed once. */
    long idHash();

    /** Its share among its peers; 0 takes no new clients. */
    int weight();

    /** The number of exchanges that it is serving now. */
    int inFlight();

    /** Whether it may take one more exchange under its {@code max-connections}. */
    boolean hasRoom();

    /** Whether it has a {@code max-connections}; one without always has room. */
    default boolean mayBeFull() {
        return true;
    }

    /** What stands for it on a {@link Ring}: in the gateways that have one, its address. */
    default String ringName() {
        return id();
    }

    /** New clients go to those with the lowest number. */
    default int priority() {
        return 0;
    }
}
