// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.RouteSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request. Among the routes whose conditions all hold, the most specific host wins (a name, then the
 * longest wildcard, then all hosts), then the most specific path (exact, longest prefix, then regular expressions in the order
 * of the file), then a condition on the method, then more conditions on header fields, then the one that stands first.
 *
 * <p>Costs O(labels of the host + length of the path), whatever the number of routes, plus O(regular expressions of the host)
 * when no exact path and no prefix matches, plus O(routes that have the same host and path). A regular expression that takes
 * too many steps ends the search without a route: any other answer could be used to get around a route. Immutable.
 */
public final class RouteTable {
    private final Map<String, PathTable> names = new HashMap<>();
    private final Map<String, PathTable> suffixes = new HashMap<>();
    private final PathTable anyHost;

    private RouteTable(List<RouteSpec> routes) {
        Map<HostPattern, PathTable.Builder> builders = new HashMap<>();
        for (int i = 0; i < routes.size(); i++) {
            RouteSpec route = routes.get(i);
            for (String host : route.hosts().isEmpty() ? List.of("*") : route.hosts()) {
                builders.computeIfAbsent(HostPattern.of(host), unused -> new PathTable.Builder())
                        .add(route.path(), new Rule(new RouteMatch(i, route, host)));
            }
        }
        PathTable forAll = new PathTable.Builder().build();
        for (Map.Entry<HostPattern, PathTable.Builder> entry : builders.entrySet()) {
            PathTable paths = entry.getValue().build();
            switch (entry.getKey().kind()) {
                case EXACT -> names.put(entry.getKey().text(), paths);
                case SUFFIX -> suffixes.put(entry.getKey().text(), paths);
                case ANY -> forAll = paths;
            }
        }
        anyHost = forAll;
    }

    /**
     * Compiles routes.
     *
     * @throws java.util.regex.PatternSyntaxException if a regular expression is none
     */
    public static RouteTable of(List<RouteSpec> routes) {
        return new RouteTable(routes);
    }

    /** The route of a request that came over this listener; null when there is none. */
    public @Nullable RouteMatch match(RequestHead head, String listener) {
        try {
            String host = HostPattern.canonical(head.host());
            PathTable named = names.get(host);
            RouteMatch match = named == null ? null : named.match(head, listener);
            if (match == null && !suffixes.isEmpty()) {
                match = matchSuffixes(host, head, listener);
            }
            return match == null ? anyHost.match(head, listener) : match;
        } catch (PathPattern.TooComplex noAnswer) {
            return null;
        }
    }

    /** The longest suffix begins at the first dot that has a label before it. */
    private @Nullable RouteMatch matchSuffixes(String host, RequestHead head, String listener) {
        RouteMatch match = null;
        for (int dot = host.indexOf('.', 1); dot >= 0 && match == null; dot = host.indexOf('.', dot + 1)) {
            PathTable paths = suffixes.get(host.substring(dot));
            match = paths == null ? null : paths.match(head, listener);
        }
        return match;
    }
}
