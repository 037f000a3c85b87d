// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Wording;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the keys of one map, and reports those that mean nothing there. A value that cannot be read is reported, then the default holds. */
final class MapReader {
    private final Spot spot;
    private final Section section;
    private final Map<String, Node> values = new HashMap<>();
    private final Set<String> asked = new HashSet<>();

    private MapReader(Spot spot, MapNode map, Section section) {
        this.spot = spot;
        this.section = section;
        map.entries().forEach(entry -> values.put(entry.key(), entry.value()));
        reportUnknownKeys(map);
    }

    /** Reads a map with the keys of the section; empty when it is no map, which is then reported. */
    static <T> Optional<T> read(Spot spot, Section section, Function<MapReader, Optional<T>> reader) {
        if (!(spot.node() instanceof MapNode map)) {
            spot.wrongKind("a map with " + Wording.oneOf(section.names()));
            return Optional.empty();
        }
        MapReader keys = new MapReader(spot, map, section);
        Optional<T> value = reader.apply(keys);
        assert keys.asked.equals(Set.copyOf(section.names())) : section.path() + " asks for " + keys.asked;
        return value;
    }

    /** The form of a map with the keys of the section. */
    static <T> Form<T> form(Section section, Function<MapReader, T> reader) {
        return new Form<>("map", spot -> read(spot, section, keys -> Optional.of(reader.apply(keys))));
    }

    /** The value of a key that has a default. */
    <T> T get(Key<T> key) {
        return find(key).or(key::value).orElseThrow();
    }

    /** The value of a key that may be left out. */
    <T> Optional<T> find(Key<T> key) {
        asked.add(key.name());
        return node(key).flatMap(node -> key.form().read(spot.child(key.name(), node)));
    }

    /** The items of a key that may be left out. */
    <T> List<T> list(Key<List<T>> key) {
        return find(key).orElse(List.of());
    }

    /** The value of a key that may not be left out; empty when it was, which is then reported, or cannot be read. */
    <T> Optional<T> need(Key<T> key) {
        if (node(key).isEmpty()) {
            String found = "no key '" + key.name() + "'";
            spot.report(
                    DiagnosticCode.MISSING_KEY,
                    "a key is missing",
                    found,
                    key.form().type(),
                    "");
        }
        return find(key);
    }

    /** The value of a key as it was written. */
    Optional<Node> node(Key<?> key) {
        return Optional.ofNullable(values.get(key.name()));
    }

    KeyPath path(Key<?> key) {
        return spot.path().child(key.name());
    }

    Spot spot() {
        return spot;
    }

    private void reportUnknownKeys(MapNode map) {
        List<String> names = section.names();
        for (MapNode.Entry entry : map.entries()) {
            if (!names.contains(entry.key())) {
                String message =
                        Wording.message(spot.path(), "unknown key", Wording.quoted(entry.key()), Wording.oneOf(names));
                String hint = Wording.didYouMean(entry.key(), names);
                spot.context().diagnostics().add(DiagnosticCode.UNKNOWN_KEY, entry.keyPosition(), message, hint);
            }
        }
    }
}
