// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route that stands first among those that match. Indexes lead from the host and the path to the few routes in
 * question: it costs O(labels of the host + length of the path), whatever the number of routes, plus O(hosts with wildcards
 * inside) and O(regular expressions that stand before the best route). Immutable.
 */
final class FirstTable {
    private final Map<String, Paths> names = new HashMap<>();
    private final Map<String, Paths> suffixes = new HashMap<>();
    private final List<Glob> globs = new ArrayList<>();
    private final @Nullable Paths anyHost;

    private record Glob(HostGlob host, Paths paths) {}

    FirstTable(List<RouteSpec> routes, String listener) {
        Map<String, Builder> builders = new LinkedHashMap<>();
        for (int i = 0; i < routes.size(); i++) {
            RouteSpec route = routes.get(i);
            if (route.listeners().isEmpty() || route.listeners().contains(listener)) {
                for (String host : route.hosts().isEmpty() ? List.of("*") : route.hosts()) {
                    builders.computeIfAbsent(host, unused -> new Builder())
                            .add(route.path(), new Rule(new RouteMatch(i, route, host)));
                }
            }
        }
        Paths forAll = null;
        for (Map.Entry<String, Builder> entry : builders.entrySet()) {
            String host = entry.getKey();
            Paths paths = new Paths(entry.getValue());
            String rest = host.startsWith("*.") ? host.substring(1) : host;
            if (host.equals("*")) {
                forAll = paths;
            } else if (rest.indexOf('*') >= 0 || rest.indexOf('?') >= 0) {
                globs.add(new Glob(new HostGlob(host), paths));
            } else if (host.startsWith("*.")) {
                suffixes.put(rest, paths);
            } else {
                names.put(host, paths);
            }
        }
        anyHost = forAll;
    }

    /** The first match; null when there is none. Throws {@link SafePattern.TooComplex}. */
    @Nullable
    RouteMatch match(RequestHead head, String path, String listener) {
        String host = HostPattern.canonical(head.host());
        FirstSearch search = new FirstSearch(head, path, listener);
        match(names.get(host), search);
        for (int dot = suffixes.isEmpty() ? -1 : host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            match(suffixes.get(host.substring(dot)), search);
        }
        for (Glob glob : globs) {
            if (glob.host.matches(host)) {
                match(glob.paths, search);
            }
        }
        match(anyHost, search);
        return search.best();
    }

    private static void match(@Nullable Paths paths, FirstSearch search) {
        if (paths != null) {
            paths.match(search);
        }
    }

    /** The routes of one host. */
    private static final class Paths {
        private static final Rule[] NONE = {};

        private final Map<String, Rule[]> exact = new HashMap<>();
        private final Map<String, Rule[]> exactLower = new HashMap<>();
        private final StartTable starts;
        private final StartTable startsLower;
        private final boolean ignoresCase;
        private final List<PathRegex> regexes = new ArrayList<>();

        Paths(Builder builder) {
            builder.exact.forEach((path, rules) -> exact.put(path, Rule.sorted(rules, Rule.FIRST)));
            builder.exactLower.forEach((path, rules) -> exactLower.put(path, Rule.sorted(rules, Rule.FIRST)));
            builder.regexes.forEach((path, rules) -> regexes.add(new PathRegex(path, Rule.sorted(rules, Rule.FIRST))));
            starts = builder.starts.build();
            startsLower = builder.startsLower.build();
            ignoresCase = !exactLower.isEmpty() || !startsLower.isEmpty();
        }

        void match(FirstSearch search) {
            search.consider(exact.getOrDefault(search.path(), NONE));
            starts.match(search.path(), search);
            if (ignoresCase) {
                search.consider(exactLower.getOrDefault(search.lowerPath(), NONE));
                startsLower.match(search.lowerPath(), search);
            }
            for (int i = 0;
                    i < regexes.size() && search.wants(regexes.get(i).rules[0].index());
                    i++) {
                if (regexes.get(i).matches(search.path())) {
                    search.consider(regexes.get(i).rules);
                }
            }
        }
    }

    /** Collects the routes of one host. */
    private static final class Builder {
        private final Map<String, List<Rule>> exact = new HashMap<>();
        private final Map<String, List<Rule>> exactLower = new HashMap<>();
        private final StartTable.Builder starts = new StartTable.Builder();
        private final StartTable.Builder startsLower = new StartTable.Builder();
        // In the order of the file, so that the search can stop at the first one that stands behind the best route.
        private final Map<PathSpec, List<Rule>> regexes = new LinkedHashMap<>();

        void add(PathSpec path, Rule rule) {
            String text = path.ignoreCase() ? path.text().toLowerCase(Locale.ROOT) : path.text();
            StartTable.Builder table = path.ignoreCase() ? startsLower : starts;
            switch (path.kind()) {
                case EXACT ->
                    (path.ignoreCase() ? exactLower : exact)
                            .computeIfAbsent(text, unused -> new ArrayList<>())
                            .add(rule);
                case PREFIX -> table.add(PrefixTable.canonical(text), true, rule);
                case STARTS_WITH -> table.add(text, false, rule);
                case REGEX, REGEX_START ->
                    regexes.computeIfAbsent(path, unused -> new ArrayList<>()).add(rule);
            }
        }
    }
}
