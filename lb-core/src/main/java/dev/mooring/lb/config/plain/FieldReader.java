// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.model.FieldMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads conditions on named values: a map of name to text, or to a map with one way to compare. */
final class FieldReader {
    private static final Key<String> REGEX =
            Key.optional("regex", Forms.TEXT, "none", "A regular expression that the whole value matches.");
    private static final Key<String> PRESENT =
            Key.optional("present", Forms.word(List.of("true")), "none", "For any value, also an empty one.");

    static final Section SECTION = Section.of("routes[].headers.NAME", REGEX, PRESENT);
    static final Form<Map<String, FieldMatch>> FORM = Form.named(new Form<>("text or map", FieldReader::read));

    private FieldReader() {}

    /** The conditions of a key that may be left out, in the order of the file. */
    static List<FieldMatch> list(MapReader map, Key<Map<String, FieldMatch>> key) {
        return List.copyOf(map.find(key).orElse(Map.of()).values());
    }

    private static Optional<FieldMatch> read(Spot spot) {
        String name = spot.path().segments().get(spot.path().segments().size() - 1);
        if (!(spot.node() instanceof MapNode)) {
            return Forms.TEXT.read(spot).map(value -> FieldMatch.exact(name, value));
        }
        return MapReader.read(spot, SECTION, map -> {
            Optional<String> regex = map.find(REGEX);
            Optional<String> present = map.find(PRESENT);
            if (!OneOf.check(map, "a condition is one of them", REGEX, PRESENT)) {
                return Optional.empty();
            }
            return regex.map(text -> new FieldMatch(name, FieldMatch.Kind.REGEX, text))
                    .or(() -> present.map(any -> new FieldMatch(name, FieldMatch.Kind.PRESENT, "")));
        });
    }
}
