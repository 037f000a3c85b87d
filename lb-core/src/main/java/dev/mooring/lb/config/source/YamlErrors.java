// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in plain words what the YAML library says in the words of the YAML grammar. Never repeats the text of the file. */
final class YamlErrors {
    private static final List<Case> CASES = List.of(
            new Case("", "(TAB)", "a tab cannot stand here", "indent with spaces"),
            new Case("", "cannot start any token", "no value can begin with this character", "put the value in quotes"),
            new Case(
                    "quoted scalar",
                    "unexpected end of stream",
                    "the text in quotes that begins at line %d is not closed",
                    "add the closing quote"),
            new Case(
                    "quoted scalar",
                    "document separator",
                    "the text in quotes that begins at line %d is not closed",
                    "add the closing quote"),
            new Case(
                    "double-quoted scalar",
                    "",
                    "no such escape in double quotes",
                    "write a backslash as \\\\, or use single quotes"),
            new Case(
                    "flow sequence",
                    "",
                    "the list that begins with [ at line %d is not closed",
                    "add the missing , or ]"),
            new Case(
                    "flow mapping",
                    "",
                    "the map that begins with { at line %d is not closed",
                    "add the missing , or }"),
            new Case("simple key", "", "a colon is missing after the key", "write key: value"),
            new Case(
                    "",
                    "mapping values are not allowed",
                    "a key and its value cannot stand here",
                    "check the indentation; put text with a colon and a space in quotes"),
            new Case(
                    "",
                    "sequence entries are not allowed",
                    "a list item cannot stand here",
                    "begin the list on its own line"),
            new Case(
                    "block mapping",
                    "",
                    "this does not belong to the map that begins at line %d",
                    "check the indentation; put text with quotes inside it in quotes as a whole"),
            new Case(
                    "block collection",
                    "",
                    "this does not belong to the list that begins at line %d",
                    "check the indentation"),
            new Case("block scalar", "", "the block of text is not indented evenly", "check the indentation"),
            new Case("an alias", "", "an alias needs a name", "put text that begins with * in quotes"),
            new Case("an anchor", "", "an anchor needs a name", "put text that begins with & in quotes"),
            new Case("directive", "", "not a directive that YAML knows", "put text that begins with % in quotes"),
            new Case("tag", "", "not a valid tag", "put text that begins with ! in quotes"));

    private YamlErrors() {}

    static void report(String file, MarkedYamlEngineException error, Diagnostics diagnostics) {
        String context = String.valueOf(error.getContext());
        String problem = String.valueOf(error.getProblem());
        int contextLine = position(file, error.getContextMark()).line();
        Case found = CASES.stream()
                .filter(c -> context.contains(c.context) && problem.contains(c.problem))
                .findFirst()
                .orElse(new Case("", "", "this is not valid YAML", "check the indentation and the quotes around it"));
        diagnostics.add(
                DiagnosticCode.YAML_SYNTAX,
                position(file, error.getProblemMark()),
                found.sentence.replace("%d", Integer.toString(contextLine)),
                found.hint);
    }

    static SourcePosition position(String file, Optional<Mark> mark) {
        return mark.map(m -> new SourcePosition(file, m.getLine() + 1, m.getColumn() + 1))
                .orElseGet(() -> SourcePosition.start(file));
    }

    /**
     * The first case whose texts both occur is the one.
     *
     * @param context part of what the library was doing
     * @param problem part of what it stumbled over
     * @param sentence what the user reads; %d is the line where the context began
     * @param hint what to do
     */
    private record Case(String context, String problem, String sentence, String hint) {}
}
