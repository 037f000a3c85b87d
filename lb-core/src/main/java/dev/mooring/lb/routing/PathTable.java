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

    /** A regular expression and the routes that have it. */
    private static final class Regex {
        final PathPattern pattern;
        final Rule[] rules;

        Regex(PathPattern pattern, Rule[] rules) {
            this.pattern = pattern;
            this.rules = rules;
        }
    }

    private PathTable(Builder builder) {
        builder.exact.forEach((path, rules) -> exact.put(path, sorted(rules)));
        prefixes = new PrefixTable(builder.prefixes);
        builder.regexes.forEach((text, rules) -> regexes.add(new Regex(new PathPattern(text), sorted(rules))));
    }

    static Rule[] sorted(List<Rule> rules) {
        return rules.stream().sorted(Rule.MOST_SPECIFIC_FIRST).toArray(Rule[]::new);
    }

    /** The most specific match; null when there is none. Throws {@link PathPattern.TooComplex}. */
    @Nullable
    RouteMatch match(RequestHead head, String listener) {
        RouteMatch match = Rule.first(exact.getOrDefault(head.path(), NONE), head, listener);
        if (match == null) {
            match = prefixes.match(head, listener);
        }
        for (int i = 0; i < regexes.size() && match == null; i++) {
            Regex regex = regexes.get(i);
            RouteMatch candidate = Rule.first(regex.rules, head, listener);
            match = candidate != null && regex.pattern.matches(head.path()) ? candidate : null;
        }
        return match;
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
                case STARTS_WITH, REGEX_START -> throw new IllegalArgumentException(path.toString());
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
