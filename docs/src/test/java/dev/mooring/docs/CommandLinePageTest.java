// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.MooringCommand;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/reference/cli.md} against what picocli knows of the commands. */
class CommandLinePageTest {
    private static final Page PAGE = Project.page("docs/reference/cli.md");
    private static final CommandLine MOORING = MooringCommand.commandLine();

    @Test
    void thePageHasExactlyTheCommandsThatThereAre() {
        Set<String> documented = PAGE.table("Command").stream()
                .map(row -> Page.plain(row.get(0)).split(" ")[1])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(MOORING.getSubcommands().keySet()), documented);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "demo", "validate", "convert", "explain"})
    void thePageHasExactlyTheOptionsOfACommand(String command) {
        Set<String> documented = new TreeSet<>();
        if (!command.equals("convert")) {
            documented.addAll(options("Options of `" + command + "`"));
        }
        if (!command.equals("demo")) {
            documented.addAll(options("Options for configuration files"));
        }
        Set<String> code = command(command).getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(option -> option.arity().max() == 0
                        ? option.longestName()
                        : option.longestName() + " " + option.paramLabel())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(code, documented);
    }

    private static Set<String> options(String section) {
        return PAGE.section(section).table("Option").stream()
                .map(row -> Page.plain(row.get(0)))
                .collect(Collectors.toSet());
    }

    @Test
    void noOtherCommandHasOptionsToTellOf() {
        MOORING.getSubcommands()
                .forEach((name, command) -> assertTrue(
                        Set.of("run", "demo", "validate", "convert", "explain").contains(name)
                                || command.getCommandSpec().options().stream()
                                        .allMatch(option -> option.usageHelp() || option.versionHelp()),
                        () -> name + " has options that the page does not list"));
    }

    @Test
    void theHelpOfEachCommandMentionsEachOption() {
        MOORING.getSubcommands().forEach((name, command) -> {
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertTrue(option.hidden() || help.contains(option.longestName()), () -> name + ": " + option);
                assertTrue(option.description().length > 0, () -> name + ": " + option + " is not explained");
            }
        });
    }

    @Test
    void thePageHasTheExitCodesOfTheHelp() {
        assertEquals(
                List.copyOf(
                        MOORING.getCommandSpec().usageMessage().exitCodeList().keySet()),
                PAGE.table("Code").stream().map(row -> row.get(0)).toList());
    }

    private static CommandLine command(String name) {
        CommandLine command = MOORING.getSubcommands().get(name);
        if (command == null) {
            throw new AssertionError("no command " + name);
        }
        return command;
    }
}
