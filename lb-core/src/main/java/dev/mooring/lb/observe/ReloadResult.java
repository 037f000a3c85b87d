// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

/** What became of a reload of the configuration: metric tag, and the answer of the admin listener. */
public enum ReloadResult {
    /** The new configuration is in force. */
    APPLIED,
    /** The configuration is the one that was in force already. */
    UNCHANGED,
    /** The new configuration is broken, so the old one stays in force. */
    REJECTED;

    private final String label = TagValues.of(this);

    /** The name in metrics and answers, such as {@code applied}. */
    public String label() {
        return label;
    }
}
