// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import org.jspecify.annotations.Nullable;

/** What an earlier step has found. */
final class Known {
    private Known() {}

    /**
     * The value.
     *
     * @throws IllegalStateException if there is none: a step was taken out of order
     */
    static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a step was taken out of order");
        }
        return value;
    }
}
