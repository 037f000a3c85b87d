// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files that the file of a template imports, each read once. Confined to one thread. */
final class ImportedFiles {
    /** Files that import each other may not be deeper than this. */
    private static final int MAX_DEPTH = 20;
    /** More files than any template imports. */
    private static final int MAX_FILES = 200;

    private final LoweredTemplate template;
    private final Map<String, FileLowering> known = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    ImportedFiles(LoweredTemplate template) {
        this.template = template;
    }

    /** The names that an import brings into a file. */
    Map<String, Meaning> names(BicepFile from, Declaration.Import wanted) {
        Map<String, Meaning> names = new LinkedHashMap<>();
        String path = wanted.path().plain().orElse("");
        String registry = BicepPaths.isRegistry(path) ? path : "";
        Optional<FileLowering> file = file(from.name(), wanted.path());
        if (!wanted.all().isEmpty()) {
            names.put(
                    wanted.all(),
                    file.<Meaning>map(source -> new Meaning.NameSpace(source.exported()))
                            .orElseGet(() -> new Meaning.Elsewhere(wanted.all(), registry)));
        }
        for (Declaration.Imported name : wanted.names()) {
            Optional<Meaning> meaning = file.map(source -> source.exported().get(name.name()));
            if (file.isPresent() && meaning.isEmpty()) {
                template.undefined()
                        .report(
                                name.position(),
                                "exported name",
                                name.name(),
                                file.get().exported()::keySet);
            }
            names.put(name.alias(), meaning.orElseGet(() -> new Meaning.Elsewhere(name.name(), registry)));
        }
        return names;
    }

    private Optional<FileLowering> file(String from, Syntax.Text path) {
        SourcePosition position = path.position();
        String text = path.plain().orElse("");
        if (BicepPaths.isRegistry(text)) {
            // Of types, which are most of what is imported, nothing is needed.
            return Optional.empty();
        }
        Optional<SourceFile> source = template.files().read(from, text);
        if (source.isEmpty()) {
            BicepPaths.reportMissing(template.diagnostics(), position, text);
            return Optional.empty();
        }
        String name = source.get().name();
        if (known.containsKey(name)) {
            return Optional.of(known.get(name));
        }
        if (name.equals(from) || open.contains(name)) {
            String message = "files import each other (found " + Wording.quoted(text) + " again, expected no cycle)";
            template.diagnostics().add(DiagnosticCode.TEMPLATE_CYCLE, position, message, "");
            return Optional.empty();
        }
        if (open.size() >= MAX_DEPTH || known.size() >= MAX_FILES) {
            String message = "too many imported files (found more than " + MAX_DEPTH + " inside each other or "
                    + MAX_FILES + " in all, expected fewer)";
            template.diagnostics().add(DiagnosticCode.TEMPLATE_LIMIT, position, message, "");
            return Optional.empty();
        }
        return read(source.get());
    }

    private Optional<FileLowering> read(SourceFile source) {
        Optional<BicepFile> file = BicepFile.read(source, template.diagnostics());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        open.push(source.name());
        FileLowering lowering = new FileLowering(file.get(), template);
        lowering.declare(this, true);
        open.pop();
        lowering.lowerShared();
        known.put(source.name(), lowering);
        return Optional.of(lowering);
    }
}
