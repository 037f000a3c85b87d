// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

/**
 * Picks one of several backends for a client that has none. Safe from any thread, never blocks. An implementation may count
 * (whose turn is it?) but knows nothing of cookies, health or limits: whoever is in the list may be picked.
 */
public interface Balancer {
    /**
     * Picks one.
     *
     * @param candidates at least one, each of which may serve the request
     */
    Candidate pick(LineUp candidates);
}
