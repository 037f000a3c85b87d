// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.ArmReader;
import dev.mooring.lb.config.arm.AzureResources;
import dev.mooring.lb.config.arm.Evaluator;
import dev.mooring.lb.config.arm.Template;
import dev.mooring.lb.config.arm.TemplateSettings;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads Bicep and its files of parameters. No other program is needed, nothing is fetched, and only {@link LinkedFiles} are read.
 * Whatever the text, the answer comes soon and is never an exception: what is wrong becomes a diagnostic.
 */
public final class BicepReader {
    private BicepReader() {}

    /**
     * The resources of a file. A file of parameters ({@code .bicepparam}) stands for the file that it names.
     *
     * @param file the file
     * @param settings what the user says about it, and the files that it may include
     * @param diagnostics where problems go
     * @return empty when there is no reading it, which is then reported
     */
    public static Optional<AzureResources> read(SourceFile file, TemplateSettings settings, Diagnostics diagnostics) {
        return template(file, settings, diagnostics)
                .map(template -> Evaluator.evaluate(
                        template, settings, (other, problems) -> template(other, settings, problems), diagnostics));
    }

    /**
     * The resources of a file with the values of a file of parameters, whatever file that one names.
     *
     * @param file the file, in Bicep or JSON
     * @param parameters the file of parameters ({@code .bicepparam})
     * @param settings what the user says about them, and the files that they may include
     * @param diagnostics where problems go
     * @return empty when there is no reading one of them, which is then reported
     */
    public static Optional<AzureResources> read(
            SourceFile file, SourceFile parameters, TemplateSettings settings, Diagnostics diagnostics) {
        Optional<BicepFile> values = BicepFile.read(parameters, diagnostics);
        return template(file, settings, diagnostics)
                .flatMap(template ->
                        values.map(given -> ParametersFile.apply(given, template, settings.files(), diagnostics)))
                .map(template -> Evaluator.evaluate(
                        template, settings, (other, problems) -> template(other, settings, problems), diagnostics));
    }

    /**
     * The template of a file, not evaluated: Bicep, a file of parameters for it, or the JSON that either of them may include.
     *
     * @return empty when there is no reading it, which is then reported
     */
    public static Optional<Template> template(SourceFile file, TemplateSettings settings, Diagnostics diagnostics) {
        if (file.text().stripLeading().startsWith("{")) {
            return ArmReader.template(file, diagnostics);
        }
        return BicepFile.read(file, diagnostics)
                .flatMap(source -> source.isParameters()
                        ? parametersOf(source, settings, diagnostics)
                        : Optional.of(TemplateLowering.of(source, settings.files(), given(settings), diagnostics)));
    }

    private static Optional<Template> parametersOf(
            BicepFile source, TemplateSettings settings, Diagnostics diagnostics) {
        return new UsedTemplate(settings.files(), diagnostics)
                .find(source)
                .flatMap(file -> template(file, settings, diagnostics))
                .map(template -> ParametersFile.apply(source, template, settings.files(), diagnostics));
    }

    private static Set<String> given(TemplateSettings settings) {
        Set<String> names = new HashSet<>(settings.parameters().keySet());
        names.addAll(settings.values().keySet());
        return names;
    }
}
