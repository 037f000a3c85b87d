// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.Optional;

/** Finds the file whose parameters a file of values is for. */
final class UsedTemplate {
    private final LinkedFiles files;
    private final Diagnostics diagnostics;

    UsedTemplate(LinkedFiles files, Diagnostics diagnostics) {
        this.files = files;
        this.diagnostics = diagnostics;
    }

    /** The file that {@code using} names; empty when it names none that can be read, which is reported. */
    Optional<SourceFile> find(BicepFile source) {
        Optional<Declaration.Using> using = source.statements().stream()
                .filter(Declaration.Using.class::isInstance)
                .map(Declaration.Using.class::cast)
                .filter(one -> !one.extended())
                .findFirst();
        SourcePosition position = using.map(Declaration.Using::position).orElse(SourcePosition.start(source.name()));
        String path = using.flatMap(Declaration.Using::path)
                .flatMap(Syntax.Text::plain)
                .orElse("");
        if (path.isEmpty()) {
            String message = "values for no template (found nothing to use, expected using 'main.bicep')";
            diagnostics.add(DiagnosticCode.MISSING_KEY, position, message, "name the template beside this file");
            return Optional.empty();
        }
        if (BicepPaths.isRegistry(path)) {
            BicepPaths.reportRegistry(diagnostics, position, path);
            return Optional.empty();
        }
        Optional<SourceFile> file = files.read(source.name(), path);
        if (file.isEmpty()) {
            BicepPaths.reportMissing(diagnostics, position, path);
        }
        return file.filter(found -> notValues(found, position));
    }

    /** A file of values that is for a file of values would go round in circles. */
    private boolean notValues(SourceFile file, SourcePosition position) {
        boolean values = BicepFile.read(file, new Diagnostics())
                .map(BicepFile::isParameters)
                .orElse(false);
        if (values) {
            String message = "values for no template (found another file of values, expected a template)";
            diagnostics.add(DiagnosticCode.MISSING_KEY, position, message, "");
        }
        return !values;
    }
}
