// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Values as nodes: a quoted scalar is text, any other a number, a truth value or null. */
final class Values {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

    private Values() {}

    static ScalarNode text(SourcePosition position, String text) {
        return new ScalarNode(position, text, true);
    }

    static ScalarNode number(SourcePosition position, long number) {
        return new ScalarNode(position, Long.toString(number), false);
    }

    static ScalarNode bool(SourcePosition position, boolean value) {
        return new ScalarNode(position, value ? "true" : "false", false);
    }

    static ScalarNode nothing(SourcePosition position) {
        return new ScalarNode(position, "null", false);
    }

    /** A value that could not be computed, which was reported. */
    static UnknownNode failed(SourcePosition position) {
        return new UnknownNode(position, "", "");
    }

    static MapNode map(SourcePosition position, Map<String, Node> values) {
        List<MapNode.Entry> entries = new ArrayList<>(values.size());
        values.forEach((key, value) -> entries.add(new MapNode.Entry(value.position(), key, value)));
        return new MapNode(position, entries);
    }

    /** An object of texts, from alternating keys and values. */
    static MapNode texts(SourcePosition position, String... keysAndValues) {
        Map<String, Node> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], text(position, keysAndValues[i + 1]));
        }
        return map(position, values);
    }

    static List<Node> values(MapNode map) {
        List<Node> values = new ArrayList<>(map.entries().size());
        map.entries().forEach(entry -> values.add(entry.value()));
        return values;
    }

    static boolean isText(Node node) {
        return node instanceof ScalarNode scalar && scalar.quoted();
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.isNull();
    }

    static boolean isBool(Node node) {
        return node instanceof ScalarNode scalar
                && !scalar.quoted()
                && asBool(scalar.text()).isPresent();
    }

    static boolean isNumber(Node node) {
        return node instanceof ScalarNode scalar && !scalar.quoted() && !scalar.isNull() && !isBool(node);
    }

    static Optional<Boolean> asBool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static OptionalLong asInteger(String text) {
        if (!INTEGER.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** What a message calls the kind of a value. */
    static String kind(Node node) {
        if (isText(node)) {
            return "text";
        }
        if (isNull(node)) {
            return "null";
        }
        if (isBool(node)) {
            return "true or false";
        }
        return isNumber(node)
                ? "a number"
                : node instanceof MapNode ? "an object" : node instanceof ListNode ? "an array" : node.kind();
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
