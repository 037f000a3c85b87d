// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.plain.PlainWriter;
import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.model.GatewaySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mooring convert}: prints what configuration files ask for in Mooring's own form. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = {
            "Print what configuration files ask for as one mooring.yaml, with all defaults.",
            "What is to be said about the files goes to standard error. Secrets of the files are in the output."
        })
final class ConvertCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Configuration files, directories or patterns; - is standard input.")
    private List<Path> files = List.of();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            LoadResult result = options.load(files);
            result.diagnostics().forEach(err::println);
            Optional<GatewaySpec> gateway = result.spec();
            gateway.ifPresent(loaded -> {
                spec.commandLine().getOut().print(PlainWriter.write(loaded, Secrets.REVEALED));
                spec.commandLine().getOut().flush();
            });
            return gateway.isPresent() ? Mooring.OK : Mooring.BAD_INPUT;
        } catch (IOException e) {
            err.println("mooring: " + e.getMessage());
            return Mooring.BAD_INPUT;
        }
    }
}
