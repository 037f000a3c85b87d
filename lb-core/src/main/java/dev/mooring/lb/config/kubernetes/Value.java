// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value inside an object, or nothing. Reading goes on where something is missing or of the wrong kind: {@link SchemaCheck} has
 * reported that once and for all.
 *
 * @param node the value; empty when there is none
 * @param position where it stands, or else the nearest thing around it
 */
record Value(Optional<Node> node, SourcePosition position) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    static Value of(Node node) {
        boolean nothing = node instanceof ScalarNode scalar && scalar.isNull();
        return new Value(nothing ? Optional.empty() : Optional.of(node), node.position());
    }

    boolean isPresent() {
        return node.isPresent();
    }

    Value get(String key) {
        return node.flatMap(n -> n instanceof MapNode map ? map.find(key) : Optional.empty())
                .map(Value::of)
                .orElseGet(() -> new Value(Optional.empty(), position));
    }

    Value get(String key, String inner) {
        return get(key).get(inner);
    }

    List<Value> items() {
        return node.filter(ListNode.class::isInstance)
                .map(list -> ((ListNode) list).items().stream().map(Value::of).toList())
                .orElse(List.of());
    }

    /** The keys and values of a map; nothing for anything else. */
    List<MapNode.Entry> entries() {
        return node.filter(MapNode.class::isInstance)
                .map(map -> ((MapNode) map).entries())
                .orElse(List.of());
    }

    Optional<String> text() {
        return node.filter(ScalarNode.class::isInstance).map(scalar -> ((ScalarNode) scalar).text());
    }

    String text(String otherwise) {
        return text().orElse(otherwise);
    }

    List<String> texts() {
        return items().stream().flatMap(item -> item.text().stream()).toList();
    }

    /** A number between 0 and a thousand million; empty for anything else. */
    Optional<Integer> number() {
        return text().filter(text -> NUMBER.matcher(text).matches()).map(Integer::valueOf);
    }

    int number(int otherwise) {
        return number().orElse(otherwise);
    }

    boolean flag(boolean otherwise) {
        return text().map("true"::equals).orElse(otherwise);
    }
}
