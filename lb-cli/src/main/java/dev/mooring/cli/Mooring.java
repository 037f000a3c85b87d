// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code mooring} command. */
@Command(
        name = "mooring",
        description = "A session-affinity load balancer that behaves like the gateway you will deploy behind.",
        mixinStandardHelpOptions = true,
        versionProvider = Mooring.Version.class,
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            ValidateCommand.class,
            ConvertCommand.class,
            ExplainCommand.class,
            GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "1:failed", "2:bad usage or configuration"})
public final class Mooring {
    /** Everything was fine. */
    static final int OK = 0;

    /** It could not be done. */
    static final int FAILED = 1;

    /** The command line or a configuration is wrong. */
    static final int BAD_INPUT = 2;

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LogSetup.configure(arguments);
        int code = commandLine().execute(arguments);
        LogSetup.finish();
        System.exit(code);
    }

    /** The command with all its subcommands. */
    static CommandLine commandLine() {
        return new CommandLine(new Mooring())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((exception, command, result) -> {
                    command.getErr().println("mooring: " + exception.getMessage());
                    return FAILED;
                });
    }

    /** The version of this build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Mooring.class.getPackage().getImplementationVersion();
            return new String[] {"mooring " + (version == null ? "(not packaged)" : version)};
        }
    }
}
