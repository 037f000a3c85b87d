// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes of one host by their paths: equal, then the longest prefix, then regular expressions. Immutable. */
final class PathTable {
    private static final Rule[] NONE = {};

    private final Map<String, Rule[]> exact = new HashMap<>();
    private final PrefixTable prefixes;
    private final List<Regex> regexes = new ArrayList<>();

    private record Regex(PathPattern pattern, List<Rule> rules) {}

    private PathTable(Builder builder) {
        builder.exact.forEach((path, rules) -> exact.put(path, sorted(rules)));
        prefixes = new PrefixTable(builder.prefixes);
        builder.regexes.forEach((text, rules) -> regexes.add(new Regex(new PathPattern(text), List.of(sorted(rules)))));
    }

    static Rule[] sorted(List<Rule> rules) {
        return rules.stream().sorted(Rule.MOST_SPECIFIC_FIRST).toArray(Rule[]::new);
    }

    /** Looks for a match, and notes it in {@code search}; true when the search is over. */
    boolean search(Search search) {
        RouteMatch match = Rule.first(exact.getOrDefault(search.head.path(), NONE), search.head, search.listener);
        if (match == null) {
            match = prefixes.match(search.head, search.listener);
        }
        if (match != null) {
            search.match = match;
            return true;
        }
        return !regexes.isEmpty() && searchRegexes(search);
    }

    private boolean searchRegexes(Search search) {
        for (Regex regex : regexes) {
            RouteMatch match = Rule.first(regex.rules.toArray(NONE), search.head, search.listener);
            if (match != null) {
                switch (regex.pattern.match(search.head.path())) {
                    case YES -> {
                        search.match = match;
                        return true;
                    }
                    case GAVE_UP -> {
                        return true;
                    }
                    case NO -> {}
                }
            }
        }
        return false;
    }

    /** A request on its way through the tables. Confined to one call. */
    static final class Search {
        final RequestHead head;
        final String listener;

        @Nullable
        RouteMatch match;

        Search(RequestHead head, String listener) {
            this.head = head;
            this.listener = listener;
        }
    }

    /** Collects the routes of one host. */
    static final class Builder {
        private final Map<String, List<Rule>> exact = new HashMap<>();
        private final Map<String, List<Rule>> prefixes = new HashMap<>();
        // Regular expressions are tried in the order of the file.
        private final Map<String, List<Rule>> regexes = new LinkedHashMap<>();

        void add(PathSpec path, Rule rule) {
            switch (path.kind()) {
                case EXACT -> put(exact, path.text(), rule);
                case PREFIX -> put(prefixes, PrefixTable.canonical(path.text()), rule);
                case REGEX -> put(regexes, path.text(), rule);
            }
        }

        PathTable build() {
            return new PathTable(this);
        }

        private static void put(Map<String, List<Rule>> rules, String path, Rule rule) {
            rules.computeIfAbsent(path, unused -> new ArrayList<>()).add(rule);
        }
    }
}
