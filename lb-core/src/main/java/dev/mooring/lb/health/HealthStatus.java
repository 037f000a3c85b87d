// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.health;

/** What is known of a backend's health. */
public enum HealthStatus {
    /** Nothing yet. It may serve: a balancer that has just started must not refuse everyone. */
    UNKNOWN,
    HEALTHY,
    UNHEALTHY;

    /** Whether the backend may be sent requests. */
    public boolean usable() {
        return this != UNHEALTHY;
    }
}
