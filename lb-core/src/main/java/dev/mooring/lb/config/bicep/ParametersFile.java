// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.arm.Template;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file that gives values to the parameters of a template. They take the place of the defaults, so that whatever else gives a value
 * still wins.
 */
final class ParametersFile {
    /** Files of values that extend each other may not be deeper than this. */
    private static final int MAX_DEPTH = 8;
    /** More files than any other one extends, each counted as often as it is read. */
    private static final int MAX_FILES = 100;

    private final LinkedFiles files;
    private final Diagnostics diagnostics;
    private final Undefined undefined;
    private final LoweredTemplate lowered;
    private int extended;

    private ParametersFile(Template template, LinkedFiles files, Diagnostics diagnostics) {
        this.files = files;
        this.diagnostics = diagnostics;
        this.undefined = new Undefined(diagnostics, Set.of());
        this.lowered = new LoweredTemplate(files, diagnostics, undefined);
        template.variables().keySet().forEach(lowered::unique);
        template.functions().keySet().forEach(lowered::unique);
    }

    /** The template with the values of the file. */
    static Template apply(BicepFile source, Template template, LinkedFiles files, Diagnostics diagnostics) {
        ParametersFile file = new ParametersFile(template, files, diagnostics);
        Map<String, Template.Parameter> parameters = new LinkedHashMap<>(template.parameters());
        file.values(source, parameters, 0);
        file.undefined.parameters().forEach(parameters::putIfAbsent);
        return new Template(
                template.position(),
                parameters,
                both(template.variables(), file.lowered.variables()),
                both(template.functions(), file.lowered.functions()),
                template.resources(),
                template.outputs());
    }

    private static <T> Map<String, T> both(Map<String, T> some, Map<String, T> others) {
        Map<String, T> all = new LinkedHashMap<>(some);
        all.putAll(others);
        return all;
    }

    private void values(BicepFile source, Map<String, Template.Parameter> parameters, int depth) {
        source.statements().stream()
                .filter(Declaration.Using.class::isInstance)
                .map(Declaration.Using.class::cast)
                .filter(Declaration.Using::extended)
                .forEach(base -> extend(source, base, parameters, depth));
        FileLowering file = new FileLowering(source, lowered);
        file.declare(new ImportedFiles(lowered), false);
        file.lowerShared();
        for (Declaration declaration : source.statements()) {
            if (declaration instanceof Declaration.Param param) {
                give(param, file, parameters);
            } else if (declaration instanceof Declaration.Resource
                    || declaration instanceof Declaration.Module
                    || declaration instanceof Declaration.Output) {
                file.problems()
                        .syntax(
                                declaration.position(),
                                "a file of values has only values",
                                "a resource, a module or an output",
                                "'param', 'var' or 'import'");
            }
        }
    }

    private void extend(
            BicepFile source, Declaration.Using base, Map<String, Template.Parameter> parameters, int depth) {
        if (++extended > MAX_FILES) {
            String message = "too many files of values (found more than " + MAX_FILES + ", expected fewer)";
            diagnostics.add(DiagnosticCode.TEMPLATE_LIMIT, base.position(), message, "");
            return;
        }
        String path = base.path().flatMap(Syntax.Text::plain).orElse("");
        Optional<SourceFile> found = files.read(source.name(), path);
        if (found.isEmpty()) {
            BicepPaths.reportMissing(diagnostics, base.position(), path);
        } else if (depth >= MAX_DEPTH) {
            String message = "files extend each other (found more than " + MAX_DEPTH + " levels, expected fewer)";
            diagnostics.add(DiagnosticCode.TEMPLATE_CYCLE, base.position(), message, "");
        } else {
            BicepFile.read(found.get(), diagnostics).ifPresent(file -> values(file, parameters, depth + 1));
        }
    }

    private void give(Declaration.Param param, FileLowering file, Map<String, Template.Parameter> parameters) {
        String key = param.name().toLowerCase(Locale.ROOT);
        Template.Parameter declared = parameters.get(key);
        Optional<Expression> value =
                param.value().map(syntax -> file.expressions().lower(syntax, file.scope()));
        if (declared == null) {
            String message = "the template has no parameter " + Wording.quoted(param.name());
            diagnostics.add(DiagnosticCode.UNUSED_PARAMETER, param.position(), message, () -> {
                List<String> names = parameters.values().stream()
                        .map(Template.Parameter::name)
                        .toList();
                return Wording.didYouMean(param.name(), names);
            });
        } else if (value.isPresent()) {
            parameters.put(
                    key,
                    new Template.Parameter(
                            declared.position(),
                            declared.name(),
                            declared.type(),
                            declared.nullable(),
                            declared.allowed(),
                            value));
        }
    }
}
