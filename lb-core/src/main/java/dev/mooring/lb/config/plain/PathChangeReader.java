// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.model.PathChange;
import java.util.Optional;

/** Reads what becomes of a path: the new one alone, or a map with what is looked for and what stands in its place. */
final class PathChangeReader {
    private static final Key<String> PREFIX = Key.optional(
            "prefix", Forms.TEXT, "none", "The beginning that is taken away, with exactly one slash at the joint.");
    private static final Key<String> REGEX = Key.optional(
            "regex", Forms.TEXT, "none", "If this is found, in any case, the whole path becomes the replacement.");
    private static final Key<String> REPLACEMENT = Key.required(
            "replacement", Forms.TEXT, "What stands in its place; after `regex` with `$1` to `$9` for groups.");

    /** The keys of a redirect's path; a rewrite's path has the same ones. */
    static final Section SECTION = Section.of("routes[].redirect.path", PREFIX, REGEX, REPLACEMENT);

    static final Form<PathChange> FORM = new Form<>("text or map", PathChangeReader::read);

    private PathChangeReader() {}

    private static Optional<PathChange> read(Spot spot) {
        if (!(spot.node() instanceof MapNode)) {
            return Forms.TEXT.read(spot).map(PathChange.Full::new);
        }
        return MapReader.read(spot, SECTION, map -> {
            Optional<String> prefix = map.find(PREFIX);
            Optional<String> regex = map.find(REGEX);
            Optional<String> replacement = map.need(REPLACEMENT);
            if (!OneOf.check(map, "a path changes in one way", PREFIX, REGEX)) {
                return Optional.empty();
            }
            return replacement.flatMap(text -> prefix.<PathChange>map(from -> new PathChange.Prefix(from, text))
                    .or(() -> regex.map(pattern -> new PathChange.Regex(pattern, text))));
        });
    }
}
