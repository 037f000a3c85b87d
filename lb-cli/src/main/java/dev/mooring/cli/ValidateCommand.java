// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mooring validate}: says everything there is to say about configuration files, and runs nothing. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Check configuration files: every problem, each with its place and what to do about it.")
final class ValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Configuration files; - is standard input.")
    private List<Path> files = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            LoadResult result = new ConfigLoader(new FileResources()).load(new Sources(files).read(), Overrides.NONE);
            result.diagnostics().forEach(out::println);
            return result.spec().isPresent() ? Mooring.OK : Mooring.BAD_INPUT;
        } catch (IOException e) {
            spec.commandLine().getErr().println("mooring: " + e.getMessage());
            return Mooring.BAD_INPUT;
        }
    }
}
