// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.Locale;

/** How bad a diagnostic is. */
public enum Severity {
    /** The configuration cannot be used. */
    ERROR,
    /** It can be used, but surely does not do what was meant. */
    WARNING,
    /** Good to know. */
    INFO;

    /** The name in a message, such as {@code error}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
