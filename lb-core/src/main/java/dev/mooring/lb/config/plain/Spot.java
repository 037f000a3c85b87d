// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Wording;

/**
 * One value that is to be read: the node, the way to it, and whom to tell when something is wrong with it.
 *
 * @param node the value
 * @param path the way to it
 * @param context what the readers share
 */
record Spot(Node node, KeyPath path, ReadContext context) {

    /** A value inside this one. */
    Spot child(String segment, Node child) {
        return new Spot(child, path.child(segment), context);
    }

    /** Reports a problem with this value. */
    void report(DiagnosticCode code, String problem, String found, String expected, String hint) {
        context.diagnostics().add(code, node.position(), Wording.message(path, problem, found, expected), hint);
    }

    /** Reports that this value is a map, a list, a single value or nothing, where something else is expected. */
    void wrongKind(String expected) {
        report(DiagnosticCode.WRONG_KIND, "the wrong kind of value", node.kind(), expected, "");
    }
}
