// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import java.util.List;
import java.util.Locale;

/** Functions that take text as well as arrays, and sometimes objects. */
final class CollectionFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("length", 1, 1, CollectionFunctions::length),
            new Builtin("empty", 1, 1, CollectionFunctions::empty),
            new Builtin("contains", 2, 2, CollectionFunctions::contains),
            new Builtin("first", 1, 1, a -> end(a, true)),
            new Builtin("last", 1, 1, a -> end(a, false)),
            new Builtin("take", 2, 2, a -> part(a, true)),
            new Builtin("skip", 2, 2, a -> part(a, false)),
            new Builtin("indexOf", 2, 2, a -> index(a, true)),
            new Builtin("lastIndexOf", 2, 2, a -> index(a, false)));

    private CollectionFunctions() {}

    private static Node length(Arguments a) {
        Node value = a.known(0);
        if (value instanceof MapNode map) {
            return a.made(map.entries().size());
        }
        return a.made(
                value instanceof ListNode list ? list.items().size() : a.text(0).length());
    }

    private static Node empty(Arguments a) {
        Node value = a.known(0);
        if (Values.isNull(value)) {
            return a.made(true);
        }
        if (value instanceof MapNode map) {
            return a.made(map.entries().isEmpty());
        }
        return a.made(
                value instanceof ListNode list
                        ? list.items().isEmpty()
                        : a.text(0).isEmpty());
    }

    private static Node contains(Arguments a) {
        Node container = a.known(0);
        if (container instanceof MapNode map) {
            return a.made(a.find(map, a.shown(1)).isPresent());
        }
        if (container instanceof ListNode list) {
            return a.made(indexIn(a, list.items(), true) >= 0);
        }
        String text = a.text(0);
        return a.made(text.contains(a.needle(text, a.shown(1))));
    }

    private static Node end(Arguments a, boolean first) {
        if (a.known(0) instanceof ListNode list) {
            int size = list.items().size();
            return size == 0 ? Values.nothing(a.position()) : list.items().get(first ? 0 : size - 1);
        }
        String text = a.text(0);
        if (text.isEmpty()) {
            return a.made("");
        }
        return a.made(first ? text.substring(0, 1) : text.substring(text.length() - 1));
    }

    private static Node part(Arguments a, boolean first) {
        int count = Math.max(0, a.size(1));
        if (a.known(0) instanceof ListNode list) {
            int cut = Math.min(count, list.items().size());
            List<Node> items = list.items();
            return a.made(first ? items.subList(0, cut) : items.subList(cut, items.size()));
        }
        String text = a.text(0);
        int cut = Math.min(count, text.length());
        return a.made(first ? text.substring(0, cut) : text.substring(cut));
    }

    private static Node index(Arguments a, boolean first) {
        if (a.known(0) instanceof ListNode list) {
            return a.made(indexIn(a, list.items(), first));
        }
        String text = a.text(0).toLowerCase(Locale.ROOT);
        String needle = a.needle(text, a.text(1).toLowerCase(Locale.ROOT));
        return a.made(first ? text.indexOf(needle) : text.lastIndexOf(needle));
    }

    private static int indexIn(Arguments a, List<Node> items, boolean first) {
        Node wanted = a.known(1);
        for (int i = 0; i < items.size(); i++) {
            int at = first ? i : items.size() - 1 - i;
            boolean scalars = wanted instanceof ScalarNode && !(items.get(at) instanceof ScalarNode);
            if (!scalars && Equality.same(a, items.get(at), wanted)) {
                return at;
            }
        }
        return -1;
    }
}
