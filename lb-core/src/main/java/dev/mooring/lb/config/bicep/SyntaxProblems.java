// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;

/** Reports what is wrong with the text of one file. */
final class SyntaxProblems {
    private final String file;
    private final Diagnostics diagnostics;

    SyntaxProblems(String file, Diagnostics diagnostics) {
        this.file = file;
        this.diagnostics = diagnostics;
    }

    SourcePosition at(int line, int column) {
        return new SourcePosition(file, line, column);
    }

    SourcePosition at(Token token) {
        return at(token.line(), token.column());
    }

    /** Says what was found and what should have stood there. */
    void syntax(SourcePosition position, String problem, String found, String expected) {
        report(DiagnosticCode.BICEP_SYNTAX, position, problem, found, expected);
    }

    /** Says that a bound was reached. */
    void limit(SourcePosition position, String problem, String found, String expected) {
        report(DiagnosticCode.INPUT_LIMIT, position, problem, found, expected);
    }

    void report(DiagnosticCode code, SourcePosition position, String problem, String found, String expected) {
        report(code, position, Wording.message(KeyPath.ROOT, problem, found, expected));
    }

    void report(DiagnosticCode code, SourcePosition position, String message) {
        diagnostics.add(code, position, message, "");
    }

    /** Whether nothing more would be shown, so that looking further is idle. */
    boolean enough() {
        return diagnostics.isFull();
    }
}
