// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.health;

import dev.mooring.lb.model.PassiveSpec;

/**
 * What a backend's own connections have shown so far: so many failures in a row make it unhealthy for a while, and a
 * success ends that. When the while is over it is tried again, and one more failure is enough. With a probe, give the verdict
 * to {@link HealthTracker#markedUnhealthy} and go on with {@link #succeeded}; then the probe brings it back. Immutable.
 *
 * @param spec how many failures, and how long
 * @param failures connections in a row that could not be opened
 * @param until when it may be tried again, on the nano clock; means nothing below the limit of failures
 */
public record PassiveHealth(PassiveSpec spec, int failures, long until) {

    /** Before the first connection. */
    public static PassiveHealth of(PassiveSpec spec) {
        return new PassiveHealth(spec, 0, 0);
    }

    /** The same count under a reloaded configuration. */
    public PassiveHealth with(PassiveSpec newSpec) {
        return new PassiveHealth(newSpec, failures, until);
    }

    /** After a connection that could not be opened. */
    public PassiveHealth failed(long nanoTime) {
        int count = failures == Integer.MAX_VALUE ? failures : failures + 1;
        return new PassiveHealth(spec, count, nanoTime + spec.duration().toNanos());
    }

    /** After a connection that was opened. The same object when there was nothing to forget, so that it is cheap to call. */
    public PassiveHealth succeeded() {
        return failures == 0 ? this : new PassiveHealth(spec, 0, 0);
    }

    /** UNHEALTHY while it is to be left alone, else UNKNOWN: an open connection is no proof of health. */
    public HealthStatus status(long nanoTime) {
        boolean tooMany = spec.failures() > 0 && failures >= spec.failures();
        // The nano clock may overflow, so that only differences can be compared.
        return tooMany && until - nanoTime > 0 ? HealthStatus.UNHEALTHY : HealthStatus.UNKNOWN;
    }
}
