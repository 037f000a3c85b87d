// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.QueryParameters;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.model.PathChange;
import org.jspecify.annotations.Nullable;

/** What becomes of paths. Pure. */
final class Paths {
    private static final String HEX = "0123456789ABCDEF";

    private Paths() {}

    /** The path of a target. */
    static String path(String target) {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** A target of a path, which may bring a query of its own, and a query; what may not stand in a target is encoded. */
    static String target(String path, String query) {
        String whole = path.startsWith("/") || path.equals("*") ? path : "/" + path;
        return encode(query.isEmpty() ? whole : whole + "?" + query);
    }

    /** The path with another prefix, with exactly one slash at the joint; as it was if it does not begin with the prefix. */
    private static String withPrefix(PathChange.Prefix change, String path) {
        String prefix = change.prefix();
        if (!path.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return path;
        }
        String rest = path.substring(prefix.length());
        if (rest.isEmpty()) {
            return change.replacement().isEmpty() ? "/" : change.replacement();
        }
        String head = change.replacement().endsWith("/")
                ? change.replacement().substring(0, change.replacement().length() - 1)
                : change.replacement();
        return head + "/" + (rest.startsWith("/") ? rest.substring(1) : rest);
    }

    /** The expression of a change that has one, compiled; else null. */
    static @Nullable SafePattern pattern(PathChange change) {
        return change instanceof PathChange.Regex regex ? SafePattern.of(regex.pattern(), true) : null;
    }

    /**
     * The target after a change that leaves something of the path.
     *
     * @param pattern what {@link #pattern} gave for the change
     */
    static String changed(PathChange change, @Nullable SafePattern pattern, String path, String query) {
        if (change instanceof PathChange.Prefix prefix) {
            return target(withPrefix(prefix, path), query);
        }
        String now = target(path, query);
        if (change instanceof PathChange.Regex regex && pattern != null) {
            String rewritten = rewritten(pattern, regex.replacement(), now);
            return rewritten == null ? now : rewritten;
        }
        return now;
    }

    /** The target after nginx's rewrite; null if the expression is not found. */
    private static @Nullable String rewritten(SafePattern pattern, String replacement, String target) {
        SafePattern.Found found = pattern.find(path(target));
        if (found == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            boolean group = c == '$'
                    && i + 1 < replacement.length()
                    && replacement.charAt(i + 1) >= '0'
                    && replacement.charAt(i + 1) <= '9';
            if (group) {
                text.append(found.group(replacement.charAt(++i) - '0'));
            } else {
                text.append(c);
            }
        }
        return joined(text.toString(), QueryParameters.of(target));
    }

    /** The old query follows the new one, unless a question mark at the end forbids it. */
    private static String joined(String text, String query) {
        if (text.endsWith("?")) {
            return target(text.substring(0, text.length() - 1), "");
        }
        boolean hasQuery = text.indexOf('?') >= 0;
        return hasQuery && !query.isEmpty() ? target(text + "&" + query, "") : target(text, query);
    }

    private static String encode(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (!isPlain(target.charAt(i))) {
                return encodeAll(target);
            }
        }
        return target;
    }

    private static String encodeAll(String target) {
        StringBuilder text = new StringBuilder(target.length() + 16);
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (isPlain(c)) {
                text.append(c);
            } else {
                // A character stands for one octet, as everywhere in a head.
                text.append('%').append(HEX.charAt((c >> 4) & 15)).append(HEX.charAt(c & 15));
            }
        }
        return text.toString();
    }

    private static boolean isPlain(char c) {
        return c > 0x20 && c < 0x7f && c != '#' && c != '"' && c != '<' && c != '>';
    }
}
