// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/** The ways to pick a backend for a client that has none. Each of them honours weights. */
public enum BalancerKind {
    /** Each in its turn, as often as its weight says. */
    ROUND_ROBIN,
    /** The one with the fewest exchanges in flight for its weight. */
    LEAST_IN_FLIGHT,
    /** The less loaded of two drawn at random. */
    POWER_OF_TWO,
    /** One drawn at random, in proportion to its weight. */
    WEIGHTED_RANDOM;

    /** The name in a configuration, such as {@code round-robin}. */
    public String label() {
        return Labels.of(this);
    }
}
