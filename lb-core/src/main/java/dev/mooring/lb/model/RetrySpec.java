// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * When and how often a request that failed is tried again before its response has begun.
 *
 * @param times how many further tries there may be
 * @param onTimeout whether a backend that does not answer in time is a reason (for idempotent methods)
 * @param onStatus status codes of responses that are a reason
 * @param nonIdempotent whether requests that a backend may have executed are repeated even if their method is not idempotent
 * @param within no further try begins later than this after the first; empty for no limit
 * @param backoff the pause before each further try
 */
public record RetrySpec(
        int times,
        boolean onTimeout,
        Set<Integer> onStatus,
        boolean nonIdempotent,
        Optional<Duration> within,
        Duration backoff) {
    /** Two more tries after a failed connection. */
    public static final RetrySpec DEFAULT = times(2);

    public RetrySpec {
        onStatus = Set.copyOf(onStatus);
    }

    /** So many further tries after a failed connection. */
    public static RetrySpec times(int times) {
        return new RetrySpec(times, false, Set.of(), false, Optional.empty(), Duration.ZERO);
    }
}
