// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.Locale;

/** Enum constants as users see them in configurations, traces, logs and metrics: lower case, with hyphens. */
public final class Labels {
    private Labels() {}

    /** The label of a constant, such as {@code unknown-token}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
