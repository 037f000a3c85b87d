// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.function.Supplier;

/** Ends the evaluation of a value; whoever wanted the value reports it. Has no stack trace: it is about a template, not about us. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient DiagnosticCode code;
    final transient SourcePosition position;
    final transient String message;
    private final transient Supplier<String> hint;
    final boolean fatal;

    private Problem(
            DiagnosticCode code, SourcePosition position, String message, Supplier<String> hint, boolean fatal) {
        super(message, null, false, false);
        this.code = code;
        this.position = position;
        this.message = message;
        this.hint = hint;
        this.fatal = fatal;
    }

    /** Something is wrong with one value. */
    static Problem of(DiagnosticCode code, SourcePosition position, String message) {
        return new Problem(code, position, message, () -> "", false);
    }

    /** Something is wrong with one value, and there may be something to do about it, which is only found out if it is shown. */
    static Problem of(DiagnosticCode code, SourcePosition position, String message, Supplier<String> hint) {
        return new Problem(code, position, message, hint, false);
    }

    /** What to do about it; may be empty. */
    String hint() {
        return hint.get();
    }

    /** An expression that cannot be read or fails. */
    static Problem expression(SourcePosition position, String message) {
        return of(DiagnosticCode.TEMPLATE_EXPRESSION, position, message);
    }

    /** One value that would be too much. */
    static Problem limit(SourcePosition position, String message) {
        return of(DiagnosticCode.TEMPLATE_LIMIT, position, message);
    }

    /** The template as a whole is too much: nothing of it is evaluated any more. */
    static Problem fatal(SourcePosition position, String message) {
        return new Problem(DiagnosticCode.TEMPLATE_LIMIT, position, message, () -> "", true);
    }
}
