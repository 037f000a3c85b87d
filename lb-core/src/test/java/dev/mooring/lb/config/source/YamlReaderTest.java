// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    private final Diagnostics diagnostics = new Diagnostics();

    @Test
    void everyNodeKnowsWhereItBegins() {
        MapNode root = map(read("a: 1\nbé: [x,\n  {c: 'y'}]\n"));

        assertEquals(new SourcePosition("f", 2, 1), root.entries().get(1).keyPosition());
        ListNode list = assertInstanceOf(ListNode.class, root.find("bé").orElseThrow());
        assertEquals(new SourcePosition("f", 2, 5), list.position());
        MapNode inner = map(list.items().get(1));
        assertEquals(new SourcePosition("f", 3, 3), inner.position());
        assertEquals(
                new SourcePosition("f", 3, 7), inner.find("c").orElseThrow().position());
    }

    @Test
    void quotedTextIsToldFromANumber() {
        assertEquals(new ScalarNode(new SourcePosition("f", 1, 1), "8080", false), read("8080"));
        assertEquals(new ScalarNode(new SourcePosition("f", 1, 1), "8080", true), read("\"8080\""));
        assertTrue(assertInstanceOf(ScalarNode.class, read("!!str 1")).quoted());
        assertTrue(assertInstanceOf(ScalarNode.class, read("~")).isNull());
        assertFalse(assertInstanceOf(ScalarNode.class, read("''")).isNull());
    }

    @Test
    void jsonIsReadToo() {
        MapNode root = map(read("{\"a\": [1, true, null],\t\"b\": \"\\u00e9\\/\"}"));

        assertEquals(
                "é/",
                assertInstanceOf(ScalarNode.class, root.find("b").orElseThrow()).text());
    }

    @Test
    void anAliasIsTheNodeOfItsAnchor() {
        MapNode root = map(read("a: &x {k: v}\nb: *x\n"));

        assertEquals(root.find("a"), root.find("b"));
    }

    @Test
    void thereMayBeSeveralDocuments() {
        assertEquals(3, readAll("---\na: 1\n---\n---\nb: 2\n").orElseThrow().size());
        assertEquals(List.of(), readAll("# nothing\n").orElseThrow());
    }

    /** Each of them is small to write and was chosen to be costly to read: time, stack or memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{",
                "- ",
                "? ",
                "a: ",
                "&a ",
                "*",
                "!",
                "\"",
                "|\n ",
                "x\n",
                "- x\n",
                "{}\n",
                "- &a [*a]\n",
                "a",
                "[a,",
                "{a: ",
                "'\n",
                "# \n",
                "%",
                " ",
                "\n"
            })
    void hugeRepetitionsEndSoon(String piece) {
        String text = piece.repeat((YamlReader.MAX_CHARS - 100) / piece.length());

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> readAll(text));
        assertTrue(readAll("k: 1").isPresent());
    }

    @Test
    void aFileThatIsTooLargeIsNotLookedAt() {
        assertTrue(readAll("x".repeat(YamlReader.MAX_CHARS + 1)).isEmpty());
        assertEquals(
                DiagnosticCode.INPUT_LIMIT,
                diagnostics.inOrder(List.of()).get(0).code());
    }

    @Test
    void diagnosticsAreBounded() {
        readAll("a: 1\n".repeat(5_000));

        assertEquals(Diagnostics.MAX + 1, diagnostics.inOrder(List.of()).size());
        assertTrue(diagnostics.isFull());
    }

    private Optional<List<Node>> readAll(String text) {
        return YamlReader.read(new SourceFile("f", text), diagnostics);
    }

    private Node read(String text) {
        Node node = readAll(text).orElseThrow().get(0);
        assertEquals(List.of(), diagnostics.inOrder(List.of()));
        return node;
    }

    private static MapNode map(Node node) {
        return assertInstanceOf(MapNode.class, node);
    }
}
