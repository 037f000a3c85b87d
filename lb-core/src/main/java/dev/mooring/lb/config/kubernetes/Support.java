// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.model.Labels;

/** What Mooring does with a setting. */
enum Support {
    /** What the gateway does. */
    HONOURED,
    /** It says that the gateway would do something that Mooring does not do. */
    REPORTED,
    /** Nothing, since a client sees no difference. */
    IGNORED,
    /** It says that no such gateway knows it, or that this one ignores it. */
    DEAD;

    String label() {
        return Labels.of(this);
    }

    static Support of(String label) {
        for (Support support : values()) {
            if (support.label().equals(label)) {
                return support;
            }
        }
        throw new IllegalArgumentException(label);
    }
}
