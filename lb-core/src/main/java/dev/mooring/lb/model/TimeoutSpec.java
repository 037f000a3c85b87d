// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.time.Duration;
import java.util.Optional;

/**
 * The clocks of an exchange.
 *
 * @param connect until a backend's connection is open
 * @param firstByte from the request's last byte until the response's first
 * @param idle between two bytes, in either direction; empty for no limit
 * @param total from the request's head until the response's end; empty for no limit
 * @param attempt from the beginning of one try until its response's end; empty for no limit
 */
public record TimeoutSpec(
        Duration connect,
        Optional<Duration> firstByte,
        Optional<Duration> idle,
        Optional<Duration> total,
        Optional<Duration> attempt) {
    /** Patient with streams, impatient with backends that do not answer. */
    public static final TimeoutSpec DEFAULT = new TimeoutSpec(
            Duration.ofSeconds(5),
            Optional.of(Duration.ofSeconds(60)),
            Optional.of(Duration.ofHours(1)),
            Optional.empty());

    /** Clocks that do not limit a single try. */
    public TimeoutSpec(
            Duration connect, Optional<Duration> firstByte, Optional<Duration> idle, Optional<Duration> total) {
        this(connect, firstByte, idle, total, Optional.empty());
    }
}
