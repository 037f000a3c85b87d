// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code mooring} command. */
@Command(
        name = "mooring",
        description = "A session-affinity load balancer that behaves like the gateway you will deploy behind.",
        mixinStandardHelpOptions = true,
        versionProvider = MooringCommand.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "1:failed", "2:bad usage or configuration"})
public final class MooringCommand {
    /** The command with the subcommand that is called, since each costs time to prepare; with all where all may be asked for. */
    public static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new MooringCommand());
        List<Class<?>> all = List.of(
                RunCommand.class,
                DemoCommand.class,
                ValidateCommand.class,
                ConvertCommand.class,
                ExplainCommand.class,
                GenerateCompletion.class);
        List<Class<?>> called = all.stream()
                .filter(command -> command != GenerateCompletion.class && arguments.length > 0)
                .filter(command -> command.getAnnotation(Command.class).name().equals(arguments[0]))
                .toList();
        (called.isEmpty() ? all : called).forEach(line::addSubcommand);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(
                        (exception, command, result) -> Mooring.failed(exception, command.getErr()));
    }

    /** The version of this build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = MooringCommand.class.getPackage().getImplementationVersion();
            return new String[] {"mooring " + (version == null ? "(not packaged)" : version)};
        }
    }
}
