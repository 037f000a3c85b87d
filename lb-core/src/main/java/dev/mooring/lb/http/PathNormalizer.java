// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

/**
 * Turns a request target into the path in which routes are matched, so that no spelling of a path leads around a route (RFC
 * 3986, 6.2.2): the query is cut off, percent-encoded unreserved characters are decoded, the other encodings get upper-case
 * digits, and dot segments are removed, also those that were written {@code %2e}. An encoded slash stays encoded, double
 * slashes stay double, and what is no valid encoding stays as it is. Never fails; returns the same string, at no cost, when
 * there is nothing to do.
 */
public final class PathNormalizer {
    private static final String HEX = "0123456789ABCDEF";

    private PathNormalizer() {}

    /** The path of a target in origin form; {@code *} and anything else without a leading slash keeps its dots. */
    public static String normalize(String target) {
        int query = target.indexOf('?');
        String raw = query < 0 ? target : target.substring(0, query);
        String decoded = raw.indexOf('%') < 0 ? raw : decode(raw);
        return removeDots(decoded);
    }

    /** The path without dot segments (RFC 3986, 5.2.4), if it begins with a slash. */
    public static String removeDots(String path) {
        return path.startsWith("/") && path.contains("/.") ? removeDotSegments(path) : path;
    }

    private static String decode(String raw) {
        StringBuilder decoded = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int high = c == '%' && i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw.charAt(i + 2), 16);
            if (low < 0) {
                decoded.append(c);
                continue;
            }
            char encoded = (char) (high * 16 + low);
            if (isUnreserved(encoded)) {
                decoded.append(encoded);
            } else {
                decoded.append('%').append(HEX.charAt(high)).append(HEX.charAt(low));
            }
            i += 2;
        }
        // Another spelling of the same string is not worth a copy.
        return raw.contentEquals(decoded) ? raw : decoded.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    /** RFC 3986, 5.2.4, for a path that begins with a slash. */
    private static String removeDotSegments(String path) {
        StringBuilder kept = new StringBuilder(path.length());
        boolean removed = false;
        int at = 0;
        while (at < path.length()) {
            int next = path.indexOf('/', at + 1);
            int end = next < 0 ? path.length() : next;
            int length = end - at - 1;
            boolean dot = length == 1 && path.charAt(at + 1) == '.';
            boolean dots = length == 2 && path.startsWith("..", at + 1);
            if (dots) {
                kept.setLength(Math.max(0, kept.lastIndexOf("/")));
            }
            if (!dot && !dots) {
                kept.append(path, at, end);
            } else if (next < 0) {
                kept.append('/');
            }
            removed |= dot || dots;
            at = end;
        }
        return removed ? kept.toString() : path;
    }
}
