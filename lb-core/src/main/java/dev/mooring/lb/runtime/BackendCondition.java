// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.health.Admission;
import dev.mooring.lb.health.HealthStatus;
import dev.mooring.lb.health.HealthTracker;
import dev.mooring.lb.health.PassiveHealth;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.selection.Selection.Why;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a backend, and what was ordered: together they say whom it may serve. Immutable; {@link Control} replaces
 * it as a whole.
 *
 * @param probed what its probes have shown; null when the pool has no probe
 * @param passive what its own connections have shown
 * @param drain what was ordered
 * @param drainDeadline when the drain ends, on the nano clock; means nothing while there is none
 * @param disabled whether an administrator took it out
 */
record BackendCondition(
        @Nullable HealthTracker probed, PassiveHealth passive, Drain drain, long drainDeadline, boolean disabled) {
    /** How far a drain has come. */
    enum Drain {
        NONE,
        RUNNING,
        ENDED
    }

    static BackendCondition of(PoolSpec pool) {
        return new BackendCondition(
                pool.probe().map(HealthTracker::of).orElse(null),
                PassiveHealth.of(pool.passive()),
                Drain.NONE,
                0,
                false);
    }

    /** The same knowledge under a reloaded configuration. */
    BackendCondition under(PoolSpec pool) {
        HealthTracker tracker = pool.probe()
                .map(probe -> probed == null ? HealthTracker.of(probe) : probed.with(probe))
                .orElse(null);
        return new BackendCondition(tracker, passive.with(pool.passive()), drain, drainDeadline, disabled);
    }

    BackendCondition afterProbe(boolean good) {
        HealthTracker next = probed == null ? null : probed.after(good);
        return new BackendCondition(next, good ? passive.succeeded() : passive, drain, drainDeadline, disabled);
    }

    /** After a connection that could not be opened; with a probe, only the probe brings the backend back. */
    BackendCondition afterConnectFailure(long nanoTime) {
        PassiveHealth counted = passive.failed(nanoTime);
        boolean down = counted.status(nanoTime) == HealthStatus.UNHEALTHY;
        HealthTracker tracker = probed != null && down ? probed.markedUnhealthy() : probed;
        return new BackendCondition(tracker, counted, drain, drainDeadline, disabled);
    }

    BackendCondition afterConnect() {
        return new BackendCondition(probed, passive.succeeded(), drain, drainDeadline, disabled);
    }

    BackendCondition draining(Drain next, long deadline) {
        return new BackendCondition(probed, passive, next, deadline, disabled);
    }

    /** Removed from the configuration: a drain that runs already may end sooner, never later. */
    BackendCondition leaving(long deadline) {
        return drain == Drain.NONE || (drain == Drain.RUNNING && deadline - drainDeadline < 0)
                ? draining(Drain.RUNNING, deadline)
                : this;
    }

    /** In the configuration again: what was ordered before it was removed is forgotten. */
    BackendCondition back() {
        return new BackendCondition(probed, passive, Drain.NONE, 0, false);
    }

    BackendCondition disabled(boolean next) {
        return new BackendCondition(probed, passive, drain, drainDeadline, next);
    }

    /** How long it is still left alone; 0 when it is not, or when its probe decides. */
    long pause(long nanoTime) {
        boolean resting = probed == null && passive.status(nanoTime) == HealthStatus.UNHEALTHY;
        return resting ? passive.until() - nanoTime : 0;
    }

    HealthStatus health(long nanoTime) {
        return probed != null ? probed.status() : passive.status(nanoTime);
    }

    Admission admission(long nanoTime) {
        return Admission.of(health(nanoTime), drain == Drain.RUNNING, drain == Drain.ENDED, disabled);
    }

    /** Why it may not serve everyone; {@link Why#NONE} when it may. */
    Why why(long nanoTime) {
        if (disabled) {
            return Why.DISABLED;
        }
        if (drain != Drain.NONE) {
            return Why.DRAINED;
        }
        return health(nanoTime).usable() ? Why.NONE : Why.UNHEALTHY;
    }
}
