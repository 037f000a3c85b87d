// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.health;

/** Whom a backend may serve now: the one state that health, drain and administrator add up to. */
public enum Admission {
    /** New clients and its own. */
    OPEN,
    /** Only clients that are bound to it: it drains. */
    BOUND_ONLY,
    /** Nobody. */
    CLOSED;

    /**
     * The sum.
     *
     * @param health what is known of its health
     * @param draining whether it is to lose its clients
     * @param drainEnded whether the time for that is over
     * @param disabled whether an administrator took it out
     */
    public static Admission of(HealthStatus health, boolean draining, boolean drainEnded, boolean disabled) {
        if (disabled || drainEnded || !health.usable()) {
            return CLOSED;
        }
        return draining ? BOUND_ONLY : OPEN;
    }
}
