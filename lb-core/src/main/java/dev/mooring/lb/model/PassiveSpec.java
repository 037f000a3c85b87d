// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.time.Duration;

/**
 * What failed connections do to a backend's health.
 *
 * @param failures connections in a row that could not be opened and make the backend unhealthy; 0 for never
 * @param duration how long it then stays so when no probe watches it
 */
public record PassiveSpec(int failures, Duration duration) {
    /** One refused connection is enough; ten seconds later the backend is tried again. */
    public static final PassiveSpec DEFAULT = new PassiveSpec(1, Duration.ofSeconds(10));
}
