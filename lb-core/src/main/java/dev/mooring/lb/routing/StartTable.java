// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds all beginnings of a path that routes ask for, whether they end where a segment does or anywhere. Costs O(the shorter of
 * the path and the longest beginning), whatever their number, and allocates nothing. Immutable.
 */
final class StartTable {
    private final @Nullable Start[] buckets;
    private final int longest;

    /** A beginning; {@code hash} is that of its text, so that it can be computed along a path. */
    private static final class Start {
        final String text;
        final int hash;
        final Rule[] anywhere;
        final Rule[] atSegment;

        @Nullable
        Start next;

        Start(String text, Rule[] anywhere, Rule[] atSegment) {
            this.text = text;
            this.hash = text.hashCode();
            this.anywhere = anywhere;
            this.atSegment = atSegment;
        }
    }

    private StartTable(Builder builder) {
        Map<String, Start> starts = new HashMap<>();
        for (String text : builder.texts()) {
            Rule[] anywhere = Rule.sorted(builder.anywhere.get(text), Rule.FIRST);
            starts.put(text, new Start(text, anywhere, Rule.sorted(builder.atSegment.get(text), Rule.FIRST)));
        }
        buckets = new Start[Integer.highestOneBit(Math.max(1, starts.size())) * 4];
        longest = starts.keySet().stream().mapToInt(String::length).max().orElse(-1);
        for (Start start : starts.values()) {
            int bucket = bucket(start.hash);
            start.next = buckets[bucket];
            buckets[bucket] = start;
        }
    }

    boolean isEmpty() {
        return longest < 0;
    }

    /** Shows the rules of each beginning of the path to the search. */
    void match(String path, FirstSearch search) {
        int end = Math.min(path.length(), longest);
        int hash = 0;
        for (int length = 0; length <= end; length++) {
            Start start = find(path, length, hash);
            if (start != null) {
                search.consider(start.anywhere);
                if (length == 0 || length == path.length() || path.charAt(length) == '/') {
                    search.consider(start.atSegment);
                }
            }
            // As String.hashCode does.
            hash = length < end ? hash * 31 + path.charAt(length) : hash;
        }
    }

    private @Nullable Start find(String path, int length, int hash) {
        Start start = buckets[bucket(hash)];
        while (start != null && (start.hash != hash || start.text.length() != length || !path.startsWith(start.text))) {
            start = start.next;
        }
        return start;
    }

    private int bucket(int hash) {
        return (hash ^ (hash >>> 16)) & (buckets.length - 1);
    }

    /** Collects beginnings. */
    static final class Builder {
        private final Map<String, List<Rule>> anywhere = new HashMap<>();
        private final Map<String, List<Rule>> atSegment = new HashMap<>();

        void add(String text, boolean onlyAtSegment, Rule rule) {
            (onlyAtSegment ? atSegment : anywhere)
                    .computeIfAbsent(text, unused -> new ArrayList<>())
                    .add(rule);
        }

        private List<String> texts() {
            List<String> texts = new ArrayList<>(anywhere.keySet());
            atSegment.keySet().stream()
                    .filter(text -> !anywhere.containsKey(text))
                    .forEach(texts::add);
            return texts;
        }

        StartTable build() {
            return new StartTable(this);
        }
    }
}
