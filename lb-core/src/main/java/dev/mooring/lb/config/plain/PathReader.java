// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec.Kind;
import java.util.List;
import java.util.Optional;

/** Reads a condition on the path: a prefix alone, or a map. */
final class PathReader {
    private static final Key<String> EXACT =
            Key.optional("exact", Forms.TEXT, "none", "The whole path, equal octet for octet.");
    private static final Key<String> PREFIX = Key.optional(
            "prefix", Forms.TEXT, "none", "The path, or what a slash continues: `/api` takes `/api/x`, not `/apix`.");
    private static final Key<String> STARTS_WITH = Key.optional(
            "starts-with",
            Forms.TEXT,
            "none",
            "The beginning of the path, whatever continues it: `/api` takes `/apix`.");
    private static final Key<String> REGEX = Key.optional(
            "regex", Forms.TEXT, "none", "A regular expression (java.util.regex) that the whole path matches.");
    private static final Key<String> REGEX_START = Key.optional(
            "regex-start", Forms.TEXT, "none", "A regular expression that matches at the beginning of the path.");
    private static final Key<Boolean> IGNORE_CASE =
            Key.of("ignore-case", Forms.FLAG, "false", "Whether letters may differ in case.");

    static final Section SECTION =
            Section.of("routes[].path", EXACT, PREFIX, STARTS_WITH, REGEX, REGEX_START, IGNORE_CASE);

    private PathReader() {}

    static Optional<PathSpec> read(Spot spot) {
        if (!(spot.node() instanceof MapNode)) {
            return Forms.TEXT.read(spot).map(prefix -> new PathSpec(Kind.PREFIX, prefix));
        }
        return MapReader.read(spot, SECTION, map -> {
            boolean ignoreCase = map.get(IGNORE_CASE);
            List<Optional<PathSpec>> read = List.of(
                    path(map, EXACT, Kind.EXACT, ignoreCase),
                    path(map, PREFIX, Kind.PREFIX, ignoreCase),
                    path(map, STARTS_WITH, Kind.STARTS_WITH, ignoreCase),
                    path(map, REGEX, Kind.REGEX, ignoreCase),
                    path(map, REGEX_START, Kind.REGEX_START, ignoreCase));
            return OneOf.check(map, "not a path", EXACT, PREFIX, STARTS_WITH, REGEX, REGEX_START)
                    ? read.stream().flatMap(Optional::stream).findFirst()
                    : Optional.empty();
        });
    }

    private static Optional<PathSpec> path(MapReader map, Key<String> key, Kind kind, boolean ignoreCase) {
        return map.find(key).map(text -> new PathSpec(kind, text, ignoreCase));
    }
}
