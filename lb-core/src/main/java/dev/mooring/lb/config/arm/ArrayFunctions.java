// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions that make arrays and look into them. */
final class ArrayFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("array", 1, 1, a -> a.known(0) instanceof ListNode list ? list : a.made(List.of(a.known(0)))),
            new Builtin("createArray", 0, Builtin.MANY, a -> a.made(all(a))),
            new Builtin("range", 2, 2, ArrayFunctions::range),
            new Builtin("flatten", 1, 1, ArrayFunctions::flatten),
            new Builtin("union", 1, Builtin.MANY, ArrayFunctions::union),
            new Builtin("intersection", 1, Builtin.MANY, ArrayFunctions::intersection),
            new Builtin("indexFromEnd", 2, 2, a -> fromEnd(a).orElseThrow(() -> a.fails("there is no such item"))),
            new Builtin("tryIndexFromEnd", 2, 2, a -> fromEnd(a).orElseGet(() -> Values.nothing(a.position()))),
            new Builtin("tryGet", 2, Builtin.MANY, ArrayFunctions::tryGet));

    private static final int MAX_RANGE = 10_000;

    private ArrayFunctions() {}

    private static List<Node> all(Arguments a) {
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < a.count(); i++) {
            all.add(a.value(i));
        }
        return all;
    }

    private static Node range(Arguments a) {
        long start = a.integer(0);
        long count = a.integer(1);
        if (count < 0 || count > MAX_RANGE) {
            throw Problem.limit(a.position(), "range gives at most " + MAX_RANGE + " numbers (found " + count + ")");
        }
        List<Node> numbers = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            numbers.add(a.made(Math.addExact(start, i)));
        }
        return a.made(numbers);
    }

    private static Node flatten(Arguments a) {
        List<Node> all = new ArrayList<>();
        for (Node item : a.list(0).items()) {
            if (item instanceof ListNode inner) {
                a.spend(inner.items().size());
                all.addAll(inner.items());
            } else {
                all.add(item);
            }
        }
        return a.made(all);
    }

    private static Node union(Arguments a) {
        if (a.known(0) instanceof MapNode) {
            MapNode merged = a.map(0);
            for (int i = 1; i < a.count(); i++) {
                merged = ObjectFunctions.merged(a, merged, a.map(i), true);
            }
            return merged;
        }
        Map<String, Node> distinct = new LinkedHashMap<>();
        for (int i = 0; i < a.count(); i++) {
            a.list(i).items().forEach(item -> distinct.putIfAbsent(identity(a, item), item));
        }
        return a.made(List.copyOf(distinct.values()));
    }

    private static Node intersection(Arguments a) {
        if (a.known(0) instanceof MapNode map) {
            List<MapNode.Entry> kept = new ArrayList<>();
            for (MapNode.Entry entry : map.entries()) {
                boolean everywhere = true;
                for (int i = 1; i < a.count(); i++) {
                    Optional<Node> other = a.find(a.map(i), entry.key());
                    everywhere &= other.isPresent() && Equality.same(a, entry.value(), other.get());
                }
                if (everywhere) {
                    kept.add(entry);
                }
            }
            return new MapNode(a.position(), kept);
        }
        Map<String, Node> common = new LinkedHashMap<>();
        a.list(0).items().forEach(item -> common.put(identity(a, item), item));
        for (int i = 1; i < a.count(); i++) {
            List<String> others =
                    a.list(i).items().stream().map(item -> identity(a, item)).toList();
            common.keySet().retainAll(new HashSet<>(others));
        }
        return a.made(List.copyOf(common.values()));
    }

    private static String identity(Arguments a, Node item) {
        a.spend(4);
        return JsonText.of(item, a.position());
    }

    private static Optional<Node> fromEnd(Arguments a) {
        List<Node> items = a.list(0).items();
        int back = a.size(1);
        return back >= 1 && back <= items.size() ? Optional.of(items.get(items.size() - back)) : Optional.empty();
    }

    private static Node tryGet(Arguments a) {
        Node at = a.known(0);
        for (int i = 1; i < a.count(); i++) {
            Optional<Node> next = Optional.empty();
            if (at instanceof MapNode map && a.known(i) instanceof ScalarNode key) {
                next = a.find(map, key.text());
            } else if (at instanceof ListNode list) {
                int index = a.size(i);
                next = index >= 0 && index < list.items().size()
                        ? Optional.of(list.items().get(index))
                        : Optional.empty();
            } else if (at instanceof UnknownNode unknown) {
                throw new NotKnown(unknown);
            }
            if (next.isEmpty()) {
                return Values.nothing(a.position());
            }
            at = next.get();
        }
        return at;
    }
}
