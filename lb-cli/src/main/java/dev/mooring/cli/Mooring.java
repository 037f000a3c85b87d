// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code mooring} command. */
@Command(
        name = "mooring",
        description = "A session-affinity load balancer that behaves like the gateway you will deploy behind.",
        mixinStandardHelpOptions = true,
        versionProvider = Mooring.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "1:failed", "2:bad usage or configuration"})
public final class Mooring {
    /** Everything was fine. */
    static final int OK = 0;

    /** It could not be done. */
    static final int FAILED = 1;

    /** The command line or a configuration is wrong. */
    static final int BAD_INPUT = 2;

    /** The subcommands by their names. */
    private static final Map<String, Class<?>> COMMANDS = commands();

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand.class);
        commands.put("demo", DemoCommand.class);
        commands.put("validate", ValidateCommand.class);
        commands.put("convert", ConvertCommand.class);
        commands.put("explain", ExplainCommand.class);
        commands.put("generate-completion", GenerateCompletion.class);
        return Collections.unmodifiableMap(commands);
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LogSetup.configure(arguments);
        prepareNetty();
        int code = commandLine(arguments).execute(arguments);
        LogSetup.finish();
        System.exit(code);
    }

    /** Settings of the network library that suit a server rather than a test; each can still be given with -D. */
    private static void prepareNetty() {
        Properties properties = System.getProperties();
        // One buffer in some hundred would be followed by a stack trace; the tests follow all of them.
        properties.putIfAbsent("io.netty.leakDetection.level", "disabled");
        // Its classes for flight recordings would be loaded, and nobody records.
        properties.putIfAbsent("io.netty.jfr.enabled", "false");
        // Part of the names of channels, which nobody sees; else all network interfaces are asked for one.
        properties.putIfAbsent("io.netty.machineId", "00:00:00:00:00:00:00:01");
    }

    /** The command with the subcommand that is called, since each costs time to prepare; with all where all may be asked for. */
    public static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Mooring());
        Class<?> called = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (called == null || called == GenerateCompletion.class) {
            COMMANDS.values().forEach(line::addSubcommand);
        } else {
            line.addSubcommand(called);
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
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
