// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {
    private final Diagnostics diagnostics = new Diagnostics();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"a\": 1            | 1:8 | the file ends inside a map, a list or a value",
                "{\"a\": \"b          | 1:9 | the text in quotes is not closed",
                "{\"a                 | 1:4 | the key in quotes is not closed",
                "[1, /* 2 ]           | 1:11 | the comment is not closed",
                "{\"a\" 1}            | 1:6 | a colon is missing after the key",
                "[1 2]                | 1:4 | a comma is missing before this value",
                "[1}                  | 1:3 | a bracket closes what was not opened with its like",
                "{a: 1}               | 1:2 | a key must stand in double quotes",
                "[yes]                | 1:5 | this is no value",
                "[\"\\q\"]            | 1:4 | no such escape in quotes",
                "[\"\\u12x\"]         | 1:7 | no such escape in quotes",
                "[012]                | 1:3 | this is not a number",
                "[@]                  | 1:2 | no value can begin with this character",
                "{} {}                | 1:4 | something follows the end of the value that begins at line 1",
                "// nothing           | 1:1 | there is no value in the file"
            })
    void whatIsNotJsonIsSaidWithItsPlace(String text, String place, String message) {
        assertTrue(read(text).isEmpty());
        Diagnostic only = only();
        assertEquals(DiagnosticCode.JSON_SYNTAX, only.code());
        assertEquals("f:" + place + " " + message, only.position() + " " + only.message());
    }

    @Test
    void commentsLastCommasLinesInTextAndAByteOrderMarkAreFine() {
        Node root = read("\uFEFF// one\n{ /* two\n */ \"a\": [1, 2,],\n\"b\": \"x\ny\", \"c\": null,\r\n}\n// end")
                .orElseThrow();
        MapNode map = (MapNode) root;
        assertEquals("x\ny", ((ScalarNode) map.find("b").orElseThrow()).text());
        assertEquals(2, ((ListNode) map.find("a").orElseThrow()).items().size());
        assertEquals("f:5:5", map.entries().get(2).keyPosition().toString());
        assertTrue(diagnostics.inOrder(List.of("f")).isEmpty());
    }

    @Test
    void columnsCountCodePointsAlsoAfterTextOverSeveralLines() {
        MapNode map = (MapNode) read("{\"\uD83D\uDE00\": \"\uD83D\uDE00\uD83D\uDE00\", \"b\": \"1\n2\", \"c\":3}")
                .orElseThrow();
        assertEquals("f:1:13", map.entries().get(1).keyPosition().toString());
        assertEquals("f:2:9", map.entries().get(2).value().position().toString());
    }

    @Test
    void numbersAndTruthValuesStayAsWritten() {
        ListNode list =
                (ListNode) read("[1.50, -0, 1E+3, true, null, \"null\"]").orElseThrow();
        assertEquals(
                List.of("1.50", "-0", "1E+3", "true", "null", "null"),
                list.items().stream().map(item -> ((ScalarNode) item).text()).toList());
        assertTrue(((ScalarNode) list.items().get(4)).isNull());
        assertTrue(((ScalarNode) list.items().get(5)).quoted());
    }

    @Test
    void aKeyThatStandsTwiceIsReportedAndTheFirstIsKept() {
        MapNode map = (MapNode) read("{\"a\": 1,\n \"a\": 2}").orElseThrow();
        assertEquals("1", ((ScalarNode) map.find("a").orElseThrow()).text());
        assertEquals("f:2:2: error duplicate-key the key 'a' stands twice in one map", only().toString());
    }

    @Test
    void hostileSizesAreALimitAndNotACrash() {
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            limit(" ".repeat(YamlReader.MAX_CHARS + 1) + "{}");
            limit("[".repeat(1_000_000));
            limit("[" + "1,".repeat(YamlReader.MAX_NODES) + "1]");
            limit("[" + "9".repeat(10_000) + "]");
            limit("{\"" + "k".repeat(100_000) + "\": 1}");
        });
    }

    @Test
    void whatIsNoTextIsSaid() {
        assertTrue(read("{\"a\":\n \"\u0000\"}").isEmpty());
        assertEquals("f:2:3", only().position().toString());
        assertEquals(DiagnosticCode.NOT_TEXT, only().code());
    }

    private void limit(String text) {
        Diagnostics own = new Diagnostics();
        assertTrue(JsonReader.read(new SourceFile("f", text), own).isEmpty());
        List<Diagnostic> all = own.inOrder(List.of("f"));
        assertEquals(
                List.of(DiagnosticCode.INPUT_LIMIT),
                all.stream().map(Diagnostic::code).toList());
    }

    private Optional<Node> read(String text) {
        return JsonReader.read(new SourceFile("f", text), diagnostics);
    }

    private Diagnostic only() {
        List<Diagnostic> all = diagnostics.inOrder(List.of("f"));
        assertEquals(1, all.size(), all.toString());
        return all.get(0);
    }
}
