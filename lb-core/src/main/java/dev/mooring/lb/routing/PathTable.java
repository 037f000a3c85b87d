// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one host by their paths: equal, then the longest prefix, then regular expressions. Conditions that ignore case
 * or begin anywhere in a segment are rare here; they stand in a list. Immutable.
 */
final class PathTable {
    private static final Rule[] NONE = {};

    private final Map<String, Rule[]> exact = new HashMap<>();
    private final PrefixTable prefixes;
    private final List<Loose> loose = new ArrayList<>();
    private final List<PathRegex> regexes = new ArrayList<>();

    /** A condition that no index finds. */
    private static final class Loose {
        /** Equal ones first, then the longest. */
        static final Comparator<Loose> ORDER = Loose::compare;

        final PathSpec path;
        final Rule[] rules;

        Loose(PathSpec path, Rule[] rules) {
            this.path = path;
            this.rules = rules;
        }

        private static int compare(Loose one, Loose other) {
            int order =
                    Boolean.compare(one.path.kind() != PathSpec.Kind.EXACT, other.path.kind() != PathSpec.Kind.EXACT);
            return order != 0
                    ? order
                    : Integer.compare(
                            other.path.text().length(), one.path.text().length());
        }

        boolean matches(String tried) {
            String text = path.text();
            boolean begins = tried.regionMatches(path.ignoreCase(), 0, text, 0, text.length());
            return begins
                    && switch (path.kind()) {
                        case EXACT -> tried.length() == text.length();
                        case PREFIX -> tried.length() == text.length() || tried.charAt(text.length()) == '/';
                        default -> true;
                    };
        }
    }

    private PathTable(Builder builder) {
        Map<String, List<Rule>> byPrefix = new HashMap<>();
        builder.rules.forEach((path, rules) -> {
            Rule[] sorted = Rule.sorted(rules, Rule.MOST_SPECIFIC_FIRST);
            switch (path.kind()) {
                case REGEX, REGEX_START -> regexes.add(new PathRegex(path, sorted));
                case STARTS_WITH -> loose.add(new Loose(path, sorted));
                case EXACT -> {
                    if (path.ignoreCase()) {
                        loose.add(new Loose(path, sorted));
                    } else {
                        exact.put(path.text(), sorted);
                    }
                }
                case PREFIX -> {
                    if (path.ignoreCase()) {
                        loose.add(new Loose(path, sorted));
                    } else {
                        byPrefix.put(path.text(), rules);
                    }
                }
            }
        });
        prefixes = new PrefixTable(byPrefix);
        loose.sort(Loose.ORDER);
    }

    /** The most specific match; null when there is none. Throws {@link SafePattern.TooComplex}. */
    @Nullable
    RouteMatch match(RequestHead head, String path, String listener) {
        RouteMatch match = Rule.first(exact.getOrDefault(path, NONE), head, listener);
        if (match == null) {
            match = prefixes.match(head, path, listener);
            match = loose.isEmpty() ? match : loosely(match, head, path, listener);
        }
        for (int i = 0; i < regexes.size() && match == null; i++) {
            PathRegex regex = regexes.get(i);
            RouteMatch candidate = Rule.first(regex.rules, head, listener);
            match = candidate != null && regex.matches(path) ? candidate : null;
        }
        return match;
    }

    private @Nullable RouteMatch loosely(@Nullable RouteMatch prefix, RequestHead head, String path, String listener) {
        for (Loose one : loose) {
            RouteMatch match = one.matches(path) ? Rule.first(one.rules, head, listener) : null;
            if (match != null) {
                boolean wins = prefix == null
                        || one.path.kind() == PathSpec.Kind.EXACT
                        || one.path.text().length()
                                > prefix.route().path().text().length();
                return wins ? match : prefix;
            }
        }
        return prefix;
    }

    /** Collects the routes of one host. */
    static final class Builder {
        // Regular expressions are tried in the order of the file.
        private final Map<PathSpec, List<Rule>> rules = new LinkedHashMap<>();

        void add(PathSpec path, Rule rule) {
            // A slash at the end of a prefix changes nothing.
            PathSpec key = path.kind() == PathSpec.Kind.PREFIX
                    ? new PathSpec(path.kind(), PrefixTable.canonical(path.text()), path.ignoreCase())
                    : path;
            rules.computeIfAbsent(key, unused -> new ArrayList<>()).add(rule);
        }

        PathTable build() {
            return new PathTable(this);
        }
    }
}
