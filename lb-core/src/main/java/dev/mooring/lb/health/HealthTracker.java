// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.health;

import dev.mooring.lb.model.ProbeSpec;

/**
 * What a backend's probes have shown so far. It changes its mind only after as many results in a row as the thresholds say,
 * except that the very first good probe is believed at once. Immutable: each result gives the next tracker.
 *
 * @param unhealthyThreshold failed probes in a row that make a backend unhealthy
 * @param healthyThreshold good probes in a row that make an unhealthy backend healthy
 * @param status what is believed now
 * @param against results in a row that speak against it
 */
public record HealthTracker(int unhealthyThreshold, int healthyThreshold, HealthStatus status, int against) {

    /** Before the first probe. */
    public static HealthTracker of(ProbeSpec probe) {
        return new HealthTracker(probe.unhealthyThreshold(), probe.healthyThreshold(), HealthStatus.UNKNOWN, 0);
    }

    /** The same belief under the thresholds of a reloaded configuration. */
    public HealthTracker with(ProbeSpec probe) {
        return new HealthTracker(probe.unhealthyThreshold(), probe.healthyThreshold(), status, against);
    }

    /** After one more probe. */
    public HealthTracker after(boolean good) {
        return good ? afterGood() : afterBad();
    }

    /** After connections for clients failed, as {@link PassiveHealth} counts them: only good probes bring it back. */
    public HealthTracker markedUnhealthy() {
        return to(HealthStatus.UNHEALTHY, 0);
    }

    private HealthTracker afterGood() {
        boolean believed = status != HealthStatus.UNHEALTHY || against + 1 >= healthyThreshold;
        return believed ? to(HealthStatus.HEALTHY, 0) : to(status, against + 1);
    }

    private HealthTracker afterBad() {
        if (status == HealthStatus.UNHEALTHY) {
            return to(status, 0);
        }
        return against + 1 >= unhealthyThreshold ? to(HealthStatus.UNHEALTHY, 0) : to(status, against + 1);
    }

    private HealthTracker to(HealthStatus next, int nextAgainst) {
        boolean same = next == status && nextAgainst == against;
        return same ? this : new HealthTracker(unhealthyThreshold, healthyThreshold, next, nextAgainst);
    }
}
