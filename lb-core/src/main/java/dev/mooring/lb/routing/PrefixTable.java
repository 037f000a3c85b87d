// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.RequestHead;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the longest prefix of a path, by whole segments. Each prefix knows the next shorter one, so that one walk along the
 * path finds them all. Costs O(the shorter of the path and the longest prefix), whatever the number of prefixes, and allocates
 * nothing. Immutable.
 */
final class PrefixTable {
    private final @Nullable Prefix[] buckets;
    private final int longest;

    /** A prefix without trailing slash; {@code hash} is that of its text, so that it can be computed along a path. */
    private static final class Prefix {
        final String text;
        final int hash;
        final Rule[] rules;

        @Nullable
        Prefix nextInBucket;

        @Nullable
        Prefix shorter;

        Prefix(String text, Rule[] rules) {
            this.text = text;
            this.hash = text.hashCode();
            this.rules = rules;
        }
    }

    PrefixTable(Map<String, List<Rule>> rulesByPath) {
        Map<String, Prefix> prefixes = new HashMap<>();
        rulesByPath.forEach((text, rules) ->
                prefixes.put(text, new Prefix(text, Rule.sorted(rules, Rule.MOST_SPECIFIC_FIRST))));
        buckets = new Prefix[Integer.highestOneBit(Math.max(1, prefixes.size())) * 4];
        longest = prefixes.keySet().stream().mapToInt(String::length).max().orElse(-1);
        link(prefixes.values());
    }

    /** A prefix as the table keeps it: {@code /api/} is the same condition as {@code /api}. */
    static String canonical(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private void link(Collection<Prefix> prefixes) {
        for (Prefix prefix : prefixes) {
            int bucket = bucket(prefix.hash);
            prefix.nextInBucket = buckets[bucket];
            buckets[bucket] = prefix;
        }
        for (Prefix prefix : prefixes) {
            prefix.shorter = longestWithin(prefix.text, prefix.text.length() - 1);
        }
    }

    /** The match of the longest prefix that has one; null when there is none. */
    @Nullable
    RouteMatch match(RequestHead head, String path, String listener) {
        for (Prefix prefix = longestWithin(path, path.length()); prefix != null; prefix = prefix.shorter) {
            RouteMatch match = Rule.first(prefix.rules, head, listener);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /** The longest prefix of the path that has at most {@code limit} characters and ends where a segment ends. */
    private @Nullable Prefix longestWithin(String path, int limit) {
        Prefix found = null;
        int end = Math.min(limit, longest);
        int hash = 0;
        for (int length = 0; length <= end; length++) {
            if (length == 0 || length == path.length() || path.charAt(length) == '/') {
                Prefix prefix = find(path, length, hash);
                found = prefix == null ? found : prefix;
            }
            // As String.hashCode does.
            hash = length < end ? hash * 31 + path.charAt(length) : hash;
        }
        return found;
    }

    private @Nullable Prefix find(String path, int length, int hash) {
        Prefix prefix = buckets[bucket(hash)];
        while (prefix != null
                && (prefix.hash != hash || prefix.text.length() != length || !path.startsWith(prefix.text))) {
            prefix = prefix.nextInBucket;
        }
        return prefix;
    }

    private int bucket(int hash) {
        return (hash ^ (hash >>> 16)) & (buckets.length - 1);
    }
}
