// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.RouteOrder;
import dev.mooring.lb.model.RouteSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request, in the {@link RouteOrder} of the listener that it came over. By default, among the routes whose
 * conditions all hold, the most specific host wins (a name, then the longest wildcard, then all hosts), then the most specific
 * path (exact, longest prefix, then regular expressions in the order of the file), then a condition on the method, then more
 * conditions on header fields, on query parameters, on cookies, then the one that stands first.
 *
 * <p>Costs O(labels of the host + length of the path), whatever the number of routes, plus O(regular expressions of the host)
 * when no exact path and no prefix matches, plus O(routes that have the same host and path). A regular expression that takes
 * too many steps ends the search without a route: any other answer could be used to get around a route. Immutable.
 */
public final class RouteTable {
    private static final String LOCALHOST = ".localhost";

    private final Map<String, PathTable> names = new HashMap<>();
    private final Map<String, PathTable> suffixes = new HashMap<>();
    private final PathTable anyHost;
    private final Map<String, Way> ways = new HashMap<>();

    /** How a listener finds routes that does not do it in the usual way; without a table, it is only the form of the path. */
    private record Way(PathForm form, @Nullable FirstTable first) {}

    private RouteTable(List<RouteSpec> routes, List<ListenerSpec> listeners) {
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
        for (ListenerSpec listener : listeners) {
            PathForm form = PathForm.of(listener.profile());
            boolean first = listener.routeOrder() == RouteOrder.FIRST;
            if (first || form != PathForm.ENCODED) {
                ways.put(listener.name(), new Way(form, first ? new FirstTable(routes, listener.name()) : null));
            }
        }
    }

    /**
     * Compiles routes for listeners that take the most specific one.
     *
     * @throws java.util.regex.PatternSyntaxException if a regular expression is none
     */
    public static RouteTable of(List<RouteSpec> routes) {
        return of(routes, List.of());
    }

    /**
     * Compiles routes.
     *
     * @throws java.util.regex.PatternSyntaxException if a regular expression is none
     */
    public static RouteTable of(List<RouteSpec> routes, List<ListenerSpec> listeners) {
        return new RouteTable(routes, listeners);
    }

    /** The route of a request that came over this listener; null when there is none. */
    public @Nullable RouteMatch match(RequestHead head, String listener) {
        try {
            Way way = ways.isEmpty() ? null : ways.get(listener);
            if (way == null) {
                return mostSpecific(head, head.path(), listener);
            }
            String path = way.form.apply(head.path());
            return way.first == null ? mostSpecific(head, path, listener) : first(way.first, head, path, listener);
        } catch (SafePattern.TooComplex noAnswer) {
            return null;
        }
    }

    /**
     * Where the first route counts, {@code shop.example.com.localhost} is {@code shop.example.com} if a route has that host: a
     * browser finds every name below localhost on its own machine (RFC 6761, 6.3).
     */
    private static @Nullable RouteMatch first(FirstTable table, RequestHead head, String path, String listener) {
        if (head.host().endsWith(LOCALHOST)) {
            String meant = head.host().substring(0, head.host().length() - LOCALHOST.length());
            RouteMatch named = table.match(head.withHost(meant), path, listener);
            if (named != null && !named.host().equals("*")) {
                return named;
            }
        }
        return table.match(head, path, listener);
    }

    private @Nullable RouteMatch mostSpecific(RequestHead head, String path, String listener) {
        String host = HostPattern.canonical(head.host());
        PathTable named = names.get(host);
        RouteMatch match = named == null ? null : named.match(head, path, listener);
        // The longest suffix begins at the first dot that has a label before it.
        int dot = suffixes.isEmpty() ? -1 : host.indexOf('.', 1);
        while (dot >= 0 && match == null) {
            PathTable paths = suffixes.get(host.substring(dot));
            match = paths == null ? null : paths.match(head, path, listener);
            dot = host.indexOf('.', dot + 1);
        }
        return match == null ? anyHost.match(head, path, listener) : match;
    }
}
