// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Builds nodes from the library's events. The library's own composer is not used: it is recursive without a bound, and its
 * bound on aliases counts aliases, not what they expand to.
 */
final class YamlTree {
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";
    private static final Set<String> KNOWN_TAGS = Set.of("!", "str", "int", "float", "bool", "null", "map", "seq");

    private final String file;
    private final Diagnostics diagnostics;
    private final ParserImpl parser;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int nodes;

    YamlTree(String file, String text, Diagnostics diagnostics) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(YamlReader.MAX_CHARS)
                // All at once: in small steps, the library copies what it has of a long token at each step.
                .setBufferSize(text.length() + 1)
                .build();
        this.file = file;
        this.diagnostics = diagnostics;
        this.parser = new ParserImpl(settings, new StreamReader(settings, text));
    }

    List<Node> documents() {
        List<Node> documents = new ArrayList<>();
        parser.next();
        while (parser.next().getEventId() == Event.ID.DocumentStart) {
            anchors.clear();
            documents.add(node(parser.next(), 0));
            parser.next();
        }
        return documents;
    }

    private Node node(Event event, int depth) {
        SourcePosition position = position(event.getStartMark());
        if (event instanceof AliasEvent alias) {
            return resolve(alias, position);
        }
        count(1, position);
        int before = nodes;
        Node node = build(event, position, depth);
        if (event instanceof NodeEvent named && named.getAnchor().isPresent()) {
            anchors.put(named.getAnchor().get(), new Anchored(node, 1 + nodes - before));
        }
        return node;
    }

    private Node build(Event event, SourcePosition position, int depth) {
        if (event instanceof ScalarEvent scalar) {
            checkTag(scalar.getTag(), position);
            boolean textTag =
                    scalar.getTag().filter((STANDARD_TAGS + "str")::equals).isPresent();
            return new ScalarNode(position, scalar.getValue(), textTag || !scalar.isPlain());
        }
        if (depth >= YamlReader.MAX_DEPTH) {
            String found = "more than " + depth + " maps and lists inside each other";
            throw limit(position, "nested too deeply", found, "at most " + YamlReader.MAX_DEPTH);
        }
        if (event instanceof SequenceStartEvent sequence) {
            checkTag(sequence.getTag(), position);
            return list(position, depth);
        }
        checkTag(((MappingStartEvent) event).getTag(), position);
        return map(position, depth);
    }

    private ListNode list(SourcePosition position, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event event = parser.next(); event.getEventId() != Event.ID.SequenceEnd; event = parser.next()) {
            items.add(node(event, depth + 1));
        }
        return new ListNode(position, items);
    }

    private MapNode map(SourcePosition position, int depth) {
        List<MapNode.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Event event = parser.next(); event.getEventId() != Event.ID.MappingEnd; event = parser.next()) {
            SourcePosition keyPosition = position(event.getStartMark());
            Node key = node(event, depth + 1);
            Node value = node(parser.next(), depth + 1);
            if (!(key instanceof ScalarNode scalar)) {
                unsupported(keyPosition, "a key must be text", key.kind(), "text");
            } else if (scalar.text().equals("<<") && !scalar.quoted()) {
                unsupported(keyPosition, "merge keys are not part of YAML 1.2", "'<<'", "the keys themselves");
            } else if (keys.add(scalar.text())) {
                entries.add(new MapNode.Entry(keyPosition, scalar.text(), value));
            } else {
                String message = "the key " + Wording.quoted(scalar.text()) + " stands twice in one map";
                diagnostics.add(DiagnosticCode.DUPLICATE_KEY, keyPosition, message, "");
            }
        }
        return new MapNode(position, entries);
    }

    private Node resolve(AliasEvent alias, SourcePosition position) {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            String name = Wording.quoted("*" + alias.getAlias().getValue());
            String expected = "an anchor that stands complete before it";
            throw new Stop(new Diagnostic(
                    DiagnosticCode.YAML_SYNTAX,
                    position,
                    Wording.message(KeyPath.ROOT, "an alias of nothing", name, expected),
                    ""));
        }
        count(anchored.size, position);
        return anchored.node;
    }

    private void count(int more, SourcePosition position) {
        nodes += more;
        if (nodes > YamlReader.MAX_NODES) {
            String expected = "at most " + YamlReader.MAX_NODES + ", with what aliases repeat";
            throw limit(position, "the file holds too much", "more values than that", expected);
        }
    }

    private void checkTag(Optional<String> tag, SourcePosition position) {
        if (tag.isPresent() && !KNOWN_TAGS.contains(tag.get().replace(STANDARD_TAGS, ""))) {
            unsupported(
                    position,
                    "this tag means nothing here",
                    Wording.quoted(tag.get().replace(STANDARD_TAGS, "!!")),
                    "a value without a tag");
        }
    }

    private void unsupported(SourcePosition position, String problem, String found, String expected) {
        String message = Wording.message(KeyPath.ROOT, problem, found, expected);
        diagnostics.add(DiagnosticCode.YAML_UNSUPPORTED, position, message, "");
    }

    private static Stop limit(SourcePosition position, String problem, String found, String expected) {
        String message = Wording.message(KeyPath.ROOT, problem, found, expected);
        return new Stop(new Diagnostic(DiagnosticCode.INPUT_LIMIT, position, message, ""));
    }

    private SourcePosition position(Optional<Mark> mark) {
        return YamlErrors.position(file, mark);
    }

    private record Anchored(Node node, int size) {}

    /** Leaves the recursion when there is no going on; never leaves {@link YamlReader}. */
    static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final transient Diagnostic diagnostic;

        Stop(Diagnostic diagnostic) {
            super(diagnostic.message(), null, false, false);
            this.diagnostic = diagnostic;
        }
    }
}
