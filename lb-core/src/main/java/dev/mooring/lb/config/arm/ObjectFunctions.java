// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions about objects. */
final class ObjectFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("createObject", 0, Builtin.MANY, ObjectFunctions::createObject),
            new Builtin("null", 0, 0, a -> Values.nothing(a.position())),
            new Builtin("items", 1, 1, ObjectFunctions::items),
            new Builtin("objectKeys", 1, 1, ObjectFunctions::keys),
            new Builtin("shallowMerge", 1, 1, ObjectFunctions::shallowMerge));

    private ObjectFunctions() {}

    /** Two objects in one; in conflict the second one is right, unless both values are objects to be merged in turn. */
    static MapNode merged(Arguments a, MapNode first, MapNode second, boolean deep) {
        a.spend(first.entries().size() + second.entries().size());
        Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
        first.entries().forEach(entry -> entries.put(Values.lower(entry.key()), entry));
        for (MapNode.Entry entry : second.entries()) {
            String key = Values.lower(entry.key());
            MapNode.Entry before = entries.get(key);
            boolean both =
                    deep && before != null && before.value() instanceof MapNode && entry.value() instanceof MapNode;
            entries.put(
                    key,
                    both && before != null
                            ? new MapNode.Entry(
                                    entry.keyPosition(),
                                    before.key(),
                                    merged(a, (MapNode) before.value(), (MapNode) entry.value(), true))
                            : entry);
        }
        return new MapNode(a.position(), List.copyOf(entries.values()));
    }

    private static Node createObject(Arguments a) {
        if (a.count() % 2 != 0) {
            throw a.fails("needs a value for each key (found " + a.count() + " arguments)");
        }
        Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < a.count(); i += 2) {
            String key = a.text(i);
            entries.put(key, new MapNode.Entry(a.call.arguments().get(i).position(), key, a.value(i + 1)));
        }
        return new MapNode(a.position(), List.copyOf(entries.values()));
    }

    private static Node items(Arguments a) {
        List<Node> items = new ArrayList<>();
        List<MapNode.Entry> sorted = a.map(0).entries().stream()
                .sorted(Comparator.comparing(MapNode.Entry::key, String.CASE_INSENSITIVE_ORDER))
                .toList();
        for (MapNode.Entry entry : sorted) {
            items.add(new MapNode(
                    entry.keyPosition(),
                    List.of(
                            new MapNode.Entry(
                                    entry.keyPosition(), "key", Values.text(entry.keyPosition(), entry.key())),
                            new MapNode.Entry(entry.keyPosition(), "value", entry.value()))));
        }
        a.spend(items.size());
        return a.made(items);
    }

    private static Node keys(Arguments a) {
        List<Node> keys = new ArrayList<>();
        a.map(0).entries().stream()
                .map(MapNode.Entry::key)
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .forEach(key -> keys.add(a.made(key)));
        return a.made(keys);
    }

    private static Node shallowMerge(Arguments a) {
        MapNode merged = new MapNode(a.position(), List.of());
        for (Node item : a.list(0).items()) {
            if (!(item instanceof MapNode map)) {
                throw a.wrong(0, "an array of objects");
            }
            merged = merged(a, merged, map, false);
        }
        return merged;
    }
}
