// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.model.FieldMatch;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RoutePolicy;
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

/** Reads which requests are treated how. */
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
            "path", new Form<>("text or map", PathReader::read), "`/`", "Which paths. Text alone is a prefix.");
    private static final Key<List<String>> METHODS =
            Key.optional("methods", Form.list(Forms.TEXT), "all", "Methods, in any case.");
    private static final Key<Map<String, FieldMatch>> HEADERS = Key.optional(
            "headers", FieldReader.FORM, "none", "Request header fields. Text alone is exactly this value.");
    private static final Key<Map<String, FieldMatch>> QUERY = Key.optional(
            "query", FieldReader.FORM, "none", "Query parameters, decoded; the keys of `routes[].headers`.");
    private static final Key<Map<String, FieldMatch>> COOKIES =
            Key.optional("cookies", FieldReader.FORM, "none", "Cookies; the keys of `routes[].headers`.");
    private static final Key<List<FilterSpec>> FILTERS = Key.optional(
            "filters",
            Form.list(new Form<>("map", FilterReader::read)),
            "none",
            "What is done to the request and its response, in this order.");

    static final Section SECTION = Section.of(
            "routes[]",
            NAME,
            LISTENERS,
            HOSTS,
            PATH,
            METHODS,
            HEADERS,
            QUERY,
            COOKIES,
            ActionReader.POOL,
            ActionReader.POOLS,
            ActionReader.REDIRECT,
            ActionReader.RESPOND,
            FILTERS,
            PolicyReader.TIMEOUTS,
            PolicyReader.RETRIES,
            PolicyReader.BUFFERING,
            PolicyReader.BODY_BYTES,
            PolicyReader.ISSUES_COOKIE,
            PolicyReader.COOKIE_PATH);

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
            List<FieldMatch> headers = FieldReader.list(map, HEADERS);
            List<FieldMatch> queries = FieldReader.list(map, QUERY);
            List<FieldMatch> cookies = FieldReader.list(map, COOKIES);
            Optional<RouteAction> action = ActionReader.read(map);
            List<FilterSpec> filters = map.list(FILTERS);
            RoutePolicy policy = PolicyReader.read(map);
            return action.map(does -> new RouteSpec(
                    name, listeners, hosts, path, methods, headers, queries, cookies, does, filters, policy));
        });
    }

    private static List<String> each(List<String> texts, UnaryOperator<String> change) {
        return texts.stream().map(change).collect(Collectors.toList());
    }
}
