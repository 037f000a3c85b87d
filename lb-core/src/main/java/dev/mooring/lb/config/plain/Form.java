// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a value is written.
 *
 * @param type what the reference page calls it
 * @param reader reads a value; reports what is wrong with it and is then empty
 */
record Form<T>(String type, Function<Spot, Optional<T>> reader) {

    Optional<T> read(Spot spot) {
        return reader.apply(spot);
    }

    /** A list of values of one form. Items that cannot be read are reported and left out. */
    static <T> Form<List<T>> list(Form<T> item) {
        return new Form<>("list of " + item.type(), spot -> {
            if (!(spot.node() instanceof ListNode list)) {
                spot.wrongKind("a list of " + item.type());
                return Optional.empty();
            }
            List<T> kept = new ArrayList<>();
            for (Node node : list.items()) {
                Spot at = spot.child(Integer.toString(kept.size()), node);
                item.read(at).ifPresent(value -> {
                    at.context().positions().place(at.path(), node);
                    kept.add(value);
                });
            }
            return Optional.of(kept);
        });
    }

    /** A map with keys of the user's choice. Values that cannot be read are reported and left out. */
    static <T> Form<Map<String, T>> named(Form<T> value) {
        return new Form<>("map of name to " + value.type(), spot -> {
            if (!(spot.node() instanceof MapNode map)) {
                spot.wrongKind("a map of name to " + value.type());
                return Optional.empty();
            }
            Map<String, T> kept = new LinkedHashMap<>();
            for (MapNode.Entry entry : map.entries()) {
                Spot at = spot.child(entry.key(), entry.value());
                at.context().positions().place(at.path(), entry.value());
                value.read(at).ifPresent(read -> kept.put(entry.key(), read));
            }
            return Optional.of(kept);
        });
    }
}
