// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Builds nodes from the library's tokens. Confined to one thread. */
final class JsonTree implements AutoCloseable {
    // Names are not pooled: the library's pool gives up on names that were made to collide.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(YamlReader.MAX_DEPTH + 2)
                    .maxStringLength(YamlReader.MAX_CHARS)
                    .build())
            .build();

    private final JsonParser parser;
    private final TextCursor cursor;
    private final Diagnostics diagnostics;
    private int nodes;

    JsonTree(String file, String text, Diagnostics diagnostics) throws IOException {
        this.parser = FACTORY.createParser(text.toCharArray());
        this.cursor = new TextCursor(file, text);
        this.diagnostics = diagnostics;
    }

    /** The value, behind which nothing may follow. */
    Node root() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new Stop(DiagnosticCode.JSON_SYNTAX, cursor.at(0), "there is no value in the file");
        }
        Node root = node(token, 0);
        if (parser.nextToken() != null) {
            String message = "something follows the end of the value that begins at line "
                    + root.position().line();
            throw new Stop(DiagnosticCode.JSON_SYNTAX, here(), message);
        }
        return root;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private Node node(JsonToken token, int depth) throws IOException {
        SourcePosition position = here();
        if (++nodes > YamlReader.MAX_NODES) {
            String expected = "at most " + YamlReader.MAX_NODES;
            throw limit(position, "the file holds too much", "more values than that", expected);
        }
        if (token.isScalarValue()) {
            return new ScalarNode(position, parser.getText(), token == JsonToken.VALUE_STRING);
        }
        if (depth >= YamlReader.MAX_DEPTH) {
            String found = "more than " + depth + " maps and lists inside each other";
            throw limit(position, "nested too deeply", found, "at most " + YamlReader.MAX_DEPTH);
        }
        return token == JsonToken.START_ARRAY ? list(position, depth) : map(position, depth);
    }

    private ListNode list(SourcePosition position, int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(token, depth + 1));
        }
        return new ListNode(position, items);
    }

    private MapNode map(SourcePosition position, int depth) throws IOException {
        List<MapNode.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            SourcePosition keyPosition = here();
            String key = parser.currentName();
            Node value = node(parser.nextToken(), depth + 1);
            if (keys.add(key)) {
                entries.add(new MapNode.Entry(keyPosition, key, value));
            } else {
                String message = "the key " + Wording.quoted(key) + " stands twice in one map";
                diagnostics.add(DiagnosticCode.DUPLICATE_KEY, keyPosition, message, "");
            }
        }
        return new MapNode(position, entries);
    }

    private SourcePosition here() {
        return cursor.at((int) parser.currentTokenLocation().getCharOffset());
    }

    private static Stop limit(SourcePosition position, String problem, String found, String expected) {
        return new Stop(DiagnosticCode.INPUT_LIMIT, position, Wording.message(KeyPath.ROOT, problem, found, expected));
    }

    /** Ends the reading of the file. */
    static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1;

        final transient DiagnosticCode code;
        final transient SourcePosition position;
        final transient String message;

        Stop(DiagnosticCode code, SourcePosition position, String message) {
            super(message, null, false, false);
            this.code = code;
            this.position = position;
            this.message = message;
        }
    }
}
