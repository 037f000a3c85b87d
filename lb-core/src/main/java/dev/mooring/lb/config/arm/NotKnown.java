// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.UnknownNode;

/** Ends the evaluation of a call that needs a value which nobody knows: then nobody knows its result either. */
final class NotKnown extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient UnknownNode node;

    NotKnown(UnknownNode node) {
        super("", null, false, false);
        this.node = node;
    }
}
