// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.Labels;

/** How a response ended, as the access log and the metrics tell it. */
public enum BodyEnd {
    /** Complete, from a backend. */
    CLEAN,
    /** Written by the balancer itself. */
    LOCAL,
    /** The backend closed, reset or garbled it half-way; the client saw it cut. */
    CUT_BY_BACKEND,
    /** The client went away. */
    GONE_CLIENT,
    /** The idle clock fired half-way. */
    CLOCK_IDLE,
    /** The total clock fired half-way. */
    CLOCK_TOTAL,
    /** The attempt clock fired half-way. */
    CLOCK_ATTEMPT,
    /** A drain came to its deadline. */
    DRAINED,
    /** The balancer made a mistake, or memory was used up, half-way. */
    INTERNAL;

    private final String label = Labels.of(this);

    /** How a response ends that had begun when its backend failed like this. */
    static BodyEnd after(Failure failure) {
        return switch (failure) {
            case INTERNAL -> INTERNAL;
            case ATTEMPT_TIMEOUT -> CLOCK_ATTEMPT;
            default -> CUT_BY_BACKEND;
        };
    }

    /** The name in log and metrics, such as {@code cut-by-backend}. */
    public String label() {
        return label;
    }
}
