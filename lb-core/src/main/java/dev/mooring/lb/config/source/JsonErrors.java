// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import com.fasterxml.jackson.core.JsonParseException;
import java.util.List;

/** Says in plain words what the JSON library says in its own. Never repeats the text of the file. */
final class JsonErrors {
    private static final List<Case> CASES = List.of(
            new Case("end-of-input in a comment", "the comment is not closed", "end it with */"),
            new Case("in VALUE_STRING", "the text in quotes is not closed", "add the closing quote"),
            new Case("in character escape", "the text in quotes is not closed", "add the closing quote"),
            new Case("was expecting closing quote", "the text in quotes is not closed", "add the closing quote"),
            new Case("in field name", "the key in quotes is not closed", "add the closing quote"),
            new Case("end-of-input", "the file ends inside a map, a list or a value", "add the missing } or ]"),
            new Case("character escape", "no such escape in quotes", "write a backslash as \\\\"),
            new Case("hex-digit", "no such escape in quotes", "\\u needs four hexadecimal digits"),
            new Case("close marker", "a bracket closes what was not opened with its like", "check } and ]"),
            new Case("comma to separate", "a comma is missing before this value", "add it"),
            new Case("colon to separate", "a colon is missing after the key", "write \"key\": value"),
            new Case("double-quote to start field name", "a key must stand in double quotes", ""),
            new Case("Unrecognized token", "this is no value", "put text in double quotes"),
            new Case("umeric value", "this is not a number", "put text in double quotes"),
            new Case("eading zero", "this is not a number", "write it without a zero in front"),
            new Case("expected a valid value", "no value can begin with this character", "put text in double quotes"));

    private JsonErrors() {}

    static void report(SourcePosition position, JsonParseException error, Diagnostics diagnostics) {
        String problem = String.valueOf(error.getOriginalMessage());
        Case found = CASES.stream()
                .filter(c -> problem.contains(c.problem))
                .findFirst()
                .orElse(new Case("", "this is not valid JSON", "check the quotes, commas and brackets around it"));
        diagnostics.add(DiagnosticCode.JSON_SYNTAX, position, found.sentence, found.hint);
    }

    /**
     * The first case whose text occurs is the one.
     *
     * @param problem part of what the library says
     * @param sentence what the user reads
     * @param hint what to do
     */
    private record Case(String problem, String sentence, String hint) {}
}
