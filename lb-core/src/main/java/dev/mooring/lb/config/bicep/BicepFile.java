// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.FileText;
import dev.mooring.lb.config.source.SourceFile;
import java.util.List;
import java.util.Optional;

/**
 * A file, read but not understood. Immutable.
 *
 * @param name the file's name, as in diagnostics
 * @param statements what it says
 */
record BicepFile(String name, List<Declaration> statements) {
    BicepFile {
        statements = List.copyOf(statements);
    }

    /** Reads a file; empty when it is no text at all. Mistakes are reported, and what is not touched by them is there. */
    static Optional<BicepFile> read(SourceFile file, Diagnostics diagnostics) {
        return FileText.of(file, diagnostics)
                .map(text -> new BicepFile(
                        file.name(), Parser.statements(text, new SyntaxProblems(file.name(), diagnostics))));
    }

    /** Whether it gives values to the parameters of another file. */
    boolean isParameters() {
        return statements.stream().anyMatch(Declaration.Using.class::isInstance);
    }
}
