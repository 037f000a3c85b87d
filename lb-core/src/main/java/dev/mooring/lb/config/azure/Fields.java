// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The properties of one object, whose names may be of either case and whose numbers may be text. What its {@link Shape} does not
 * have is reported, and what is not imitated is said once. A value that cannot be read is reported and then counts as absent.
 */
final class Fields {
    private final SourcePosition position;
    private final Shape shape;
    private final KeyPath path;
    private final Reading reading;
    private final Map<String, Node> values = new LinkedHashMap<>();

    Fields(SourcePosition position, List<MapNode.Entry> entries, Shape shape, KeyPath path, Reading reading) {
        this.position = position;
        this.shape = shape;
        this.path = path;
        this.reading = reading;
        entries.forEach(this::take);
    }

    private void take(MapNode.Entry entry) {
        Optional<Property> property = shape.find(entry.key());
        if (property.isEmpty()) {
            reading.sayOnce(
                    shape.title() + "." + entry.key(),
                    DiagnosticCode.UNKNOWN_FIELD,
                    entry.keyPosition(),
                    path,
                    "no such property: " + Wording.quoted(entry.key()),
                    Wording.didYouMean(entry.key(), shape.names()));
            return;
        }
        String name = property.get().name().toLowerCase(Locale.ROOT);
        if (values.putIfAbsent(name, entry.value()) != null) {
            String found = Wording.quoted(entry.key()) + " once more";
            reading.problem(
                    DiagnosticCode.DUPLICATE_KEY,
                    entry.keyPosition(),
                    path,
                    "case does not matter in names of properties",
                    found,
                    "it once");
        }
        if (property.get().support() == Support.REPORTED && Values.says(entry.value())) {
            reading.sayOnce(
                    name + property.get().note(),
                    DiagnosticCode.CLOUD_ONLY,
                    entry.keyPosition(),
                    path.child(property.get().name()),
                    property.get().sentence(),
                    "");
        }
    }

    Reading reading() {
        return reading;
    }

    KeyPath path() {
        return path;
    }

    KeyPath path(String name) {
        return path.child(property(name).name());
    }

    /** Where the object begins. */
    SourcePosition position() {
        return position;
    }

    /** Where the value of a property begins, or else the object. */
    SourcePosition position(String name) {
        return node(name).map(Node::position).orElse(position);
    }

    /** The value of a property; empty when there is none, or {@code null}. */
    Optional<Node> node(String name) {
        return Optional.ofNullable(values.get(property(name).name().toLowerCase(Locale.ROOT)))
                .filter(node -> !(node instanceof ScalarNode scalar && scalar.isNull()));
    }

    /** A text that is not empty. */
    Optional<String> text(String name) {
        return written(name).filter(text -> !text.isEmpty());
    }

    /** A text that may be empty. */
    Optional<String> written(String name) {
        return scalar(name, "text").map(ScalarNode::text);
    }

    boolean flag(String name, boolean fallback) {
        Optional<ScalarNode> scalar = scalar(name, "true or false");
        if (scalar.isEmpty()) {
            return fallback;
        }
        String text = scalar.get().text().toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            bad(name, scalar.get().text(), "true or false");
            return fallback;
        }
        return text.equals("true");
    }

    OptionalInt number(String name, int least, int most) {
        Optional<ScalarNode> scalar = scalar(name, "a whole number");
        if (scalar.isEmpty() || scalar.get().text().isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt number = Values.number(scalar.get().text());
        if (number.isEmpty()) {
            bad(name, scalar.get().text(), "a whole number");
        } else if (number.getAsInt() < least || number.getAsInt() > most) {
            reading.problem(
                    DiagnosticCode.OUT_OF_RANGE,
                    scalar.get().position(),
                    path(name),
                    "out of range",
                    Integer.toString(number.getAsInt()),
                    least + " to " + most);
            return OptionalInt.empty();
        }
        return number;
    }

    /** One of these words, in either case. */
    Optional<String> choice(String name, String... words) {
        Optional<ScalarNode> scalar = scalar(name, Wording.oneOf(List.of(words)));
        if (scalar.isEmpty() || scalar.get().text().isEmpty()) {
            return Optional.empty();
        }
        for (String word : words) {
            if (word.equalsIgnoreCase(scalar.get().text())) {
                return Optional.of(word);
            }
        }
        List<String> all = List.of(words);
        bad(
                name,
                scalar.get().position(),
                scalar.get().text(),
                Wording.oneOf(all),
                Wording.didYouMean(scalar.get().text(), all));
        return Optional.empty();
    }

    /** The id of another object: {@code {"id": "..."}} or the id alone. */
    Optional<ScalarNode> reference(String name) {
        Optional<Node> node = node(name);
        if (node.isPresent() && node.get() instanceof MapNode map) {
            return new Fields(map.position(), map.entries(), Shapes.REFERENCE, path(name), reading)
                    .scalar("id", "an id", property(name).decisive());
        }
        return scalar(name, "a map with key 'id'");
    }

    Optional<Fields> object(String name, Shape inner) {
        Optional<Node> node = known(name, property(name).decisive());
        if (node.isPresent() && node.get() instanceof MapNode map) {
            return Optional.of(new Fields(map.position(), map.entries(), inner, path(name), reading));
        }
        node.ifPresent(other -> wrongKind(name, other, "a map"));
        return Optional.empty();
    }

    List<Fields> objects(String name, Shape inner) {
        List<Fields> objects = new ArrayList<>();
        for (Node node : list(name)) {
            KeyPath at = path(name).child(objects.size());
            if (node instanceof MapNode map) {
                objects.add(new Fields(map.position(), map.entries(), inner, at, reading));
            } else if (node instanceof UnknownNode unknown) {
                reading.unknown(unknown, at, property(name).decisive());
            } else {
                wrongKind(name, node, "a map");
            }
        }
        return objects;
    }

    /** The texts of a list that are known. */
    List<ScalarNode> texts(String name) {
        List<ScalarNode> texts = new ArrayList<>();
        for (Node node : list(name)) {
            if (node instanceof ScalarNode scalar && !scalar.isNull()) {
                texts.add(scalar);
            } else if (node instanceof UnknownNode unknown) {
                reading.unknown(unknown, path(name), property(name).decisive());
            } else {
                wrongKind(name, node, "text");
            }
        }
        return texts;
    }

    /** The items of a list; a single value counts as a list of one. */
    List<Node> list(String name) {
        Optional<Node> node = known(name, property(name).decisive());
        if (node.isEmpty()) {
            return List.of();
        }
        return node.get() instanceof ListNode list ? list.items() : List.of(node.get());
    }

    /** Says something about the value of a property. */
    void say(DiagnosticCode code, String name, String sentence, String hint) {
        reading.say(code, position(name), path(name), sentence, hint);
    }

    /** Says that the value of a property is not what it may be. */
    void bad(String name, String found, String expected) {
        bad(name, position(name), found, expected);
    }

    /** The same of a part of the value. */
    void bad(String name, SourcePosition at, String found, String expected) {
        bad(name, at, found, expected, "");
    }

    private Optional<ScalarNode> scalar(String name, String expected) {
        return scalar(name, expected, property(name).decisive());
    }

    private Optional<ScalarNode> scalar(String name, String expected, boolean decisive) {
        Optional<Node> node = known(name, decisive);
        if (node.isPresent() && !(node.get() instanceof ScalarNode)) {
            wrongKind(name, node.get(), expected);
            return Optional.empty();
        }
        return node.map(ScalarNode.class::cast);
    }

    private Optional<Node> known(String name, boolean decisive) {
        Optional<Node> node = node(name);
        if (node.isPresent() && node.get() instanceof UnknownNode unknown) {
            reading.unknown(unknown, path(name), decisive);
            return Optional.empty();
        }
        return node;
    }

    private Property property(String name) {
        return shape.find(name)
                .orElseThrow(() -> new IllegalArgumentException(shape.title() + " has no property " + name));
    }

    private void bad(String name, SourcePosition at, String found, String expected, String hint) {
        String message = "not a valid value (found " + Wording.quoted(found) + ", expected " + expected + ")";
        reading.say(DiagnosticCode.BAD_VALUE, at, path(name), message, hint);
    }

    private void wrongKind(String name, Node found, String expected) {
        String problem = "the wrong kind of value";
        reading.problem(DiagnosticCode.WRONG_KIND, found.position(), path(name), problem, found.kind(), expected);
    }
}
