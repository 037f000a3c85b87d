// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.source.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mooring validate}: says everything there is to say about configuration files, and runs nothing. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Check configuration files: every problem, each with its place and what to do about it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "1:a warning, with --strict", "2:an error, or bad usage"})
final class ValidateCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Configuration files, directories or patterns; - is standard input.")
    private List<Path> files = List.of();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private DiagnosticFormat format = DiagnosticFormat.text;

    @Option(names = "--strict", description = "Exit with 1 when there is a warning.")
    private boolean strict;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            LoadResult result = options.load(files);
            format.print(result.diagnostics(), spec.commandLine().getOut());
            boolean warned =
                    result.diagnostics().stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.WARNING);
            return result.spec().isEmpty() ? Mooring.BAD_INPUT : strict && warned ? Mooring.FAILED : Mooring.OK;
        } catch (IOException e) {
            spec.commandLine().getErr().println("mooring: " + e.getMessage());
            return Mooring.BAD_INPUT;
        }
    }
}
