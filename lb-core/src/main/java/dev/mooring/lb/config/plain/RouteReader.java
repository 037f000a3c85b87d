// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads which requests go to which pool. */
final class RouteReader {
    private static final Key<String> NAME = Key.optional(
            "name", Forms.TEXT, "`route-1`, `route-2` ... by place", "What logs and metrics call it; unique.");
    private static final Key<List<String>> LISTENERS =
            Key.optional("listeners", Form.list(Forms.TEXT), "all", "The names of the listeners it is for.");
    private static final Key<List<String>> HOSTS = Key.optional(
            "hosts",
            Form.list(Forms.TEXT),
            "all",
            "Host names without port, in any case; `*.example.com` for one or more labels in front.");
    private static final Key<PathSpec> PATH = Key.optional(
            "path", new Form<>("text or map", RouteReader::path), "`/`", "Which paths. Text alone is a prefix.");
    private static final Key<List<String>> METHODS =
            Key.optional("methods", Form.list(Forms.TEXT), "all", "Methods, in any case.");
    private static final Key<Map<String, String>> HEADERS = Key.optional(
            "headers", Form.named(Forms.TEXT), "none", "Request header fields that must have exactly this value.");
    private static final Key<String> POOL = Key.required("pool", Forms.TEXT, "The name of the pool.");

    private static final Key<String> EXACT =
            Key.optional("exact", Forms.TEXT, "none", "The whole path, equal octet for octet.");
    private static final Key<String> PREFIX = Key.optional(
            "prefix", Forms.TEXT, "none", "The path, or what a slash continues: `/api` takes `/api/x`, not `/apix`.");
    private static final Key<String> REGEX = Key.optional(
            "regex", Forms.TEXT, "none", "A regular expression (java.util.regex) that the whole path matches.");

    static final Section SECTION = Section.of("routes[]", NAME, LISTENERS, HOSTS, PATH, METHODS, HEADERS, POOL);
    static final Section PATH_SECTION = Section.of("routes[].path", EXACT, PREFIX, REGEX);

    private RouteReader() {}

    /** The name that the user gave a route; empty when there is none to be read. */
    static Optional<ScalarNode> writtenName(Node node) {
        return node instanceof MapNode map
                ? map.find(NAME.name())
                        .filter(name -> name instanceof ScalarNode scalar && !scalar.isNull())
                        .map(ScalarNode.class::cast)
                : Optional.empty();
    }

    /** Reads a route; where it has no name, it gets this one. */
    static Optional<RouteSpec> read(Spot spot, String defaultName) {
        return MapReader.read(spot, SECTION, map -> {
            String name = map.find(NAME).orElse(defaultName);
            Set<String> listeners = new HashSet<>(map.list(LISTENERS));
            List<String> hosts = each(map.list(HOSTS), host -> host.toLowerCase(Locale.ROOT));
            PathSpec path = map.find(PATH).orElse(PathSpec.ANY);
            Set<String> methods = new HashSet<>(each(map.list(METHODS), method -> method.toUpperCase(Locale.ROOT)));
            Map<String, String> headers = map.find(HEADERS).orElse(Map.of());
            return map.need(POOL).map(pool -> new RouteSpec(name, listeners, hosts, path, methods, headers, pool));
        });
    }

    private static List<String> each(List<String> texts, UnaryOperator<String> change) {
        return texts.stream().map(change).collect(Collectors.toList());
    }

    private static Optional<PathSpec> path(Spot spot) {
        if (!(spot.node() instanceof MapNode map)) {
            return Forms.TEXT.read(spot).map(prefix -> new PathSpec(PathSpec.Kind.PREFIX, prefix));
        }
        return MapReader.read(spot, PATH_SECTION, keys -> {
            Optional<PathSpec> exact = keys.find(EXACT).map(text -> new PathSpec(PathSpec.Kind.EXACT, text));
            Optional<PathSpec> prefix = keys.find(PREFIX).map(text -> new PathSpec(PathSpec.Kind.PREFIX, text));
            Optional<PathSpec> regex = keys.find(REGEX).map(text -> new PathSpec(PathSpec.Kind.REGEX, text));
            if (map.entries().size() != 1) {
                String found = map.entries().size() + " keys";
                spot.report(DiagnosticCode.BAD_VALUE, "not a path", found, "one of exact, prefix or regex", "");
                return Optional.empty();
            }
            return exact.or(() -> prefix).or(() -> regex);
        });
    }
}
