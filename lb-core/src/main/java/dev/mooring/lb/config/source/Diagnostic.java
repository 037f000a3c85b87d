// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

/**
 * One thing that a user should know about a configuration. Immutable; never holds a secret.
 *
 * @param code what kind of thing, which also says how bad it is
 * @param position where
 * @param message what exactly, with the value found and the value expected
 * @param hint what to do about it; empty when the message says it all
 */
public record Diagnostic(DiagnosticCode code, SourcePosition position, String message, String hint) {

    /** How bad it is. */
    public Severity severity() {
        return code.severity();
    }

    /** {@code file:line:column: error code message}, and the hint on an indented line of its own. */
    @Override
    public String toString() {
        String line = position + ": " + severity().label() + " " + code.label() + " " + message;
        return hint.isEmpty() ? line : line + "\n    " + hint;
    }
}
