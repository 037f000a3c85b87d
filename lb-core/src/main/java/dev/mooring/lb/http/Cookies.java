// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads cookies from a request (RFC 6265, 4.2 and 5.4). Names are compared exactly, with case. */
public final class Cookies {
    private Cookies() {}

    /** The value of the first cookie of this name; null when there is none. Allocates nothing but the result. */
    public static @Nullable String first(Headers headers, String name) {
        for (int i = headers.indexOf(HeaderName.COOKIE, 0); i >= 0; i = headers.indexOf(HeaderName.COOKIE, i + 1)) {
            String line = headers.value(i);
            int at = find(line, name, 0);
            if (at >= 0) {
                return valueAt(line, at, name);
            }
        }
        return null;
    }

    /** The value of the last cookie of this name, as nginx's Lua libraries read it; null when there is none. */
    public static @Nullable String last(Headers headers, String name) {
        String last = null;
        for (int i = headers.indexOf(HeaderName.COOKIE, 0); i >= 0; i = headers.indexOf(HeaderName.COOKIE, i + 1)) {
            String line = headers.value(i);
            for (int at = find(line, name, 0); at >= 0; at = find(line, name, at + 1)) {
                last = valueAt(line, at, name);
            }
        }
        return last;
    }

    /** The values of all cookies of this name: a browser sends two when two paths or domains have set it. */
    public static List<String> all(Headers headers, String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = headers.indexOf(HeaderName.COOKIE, 0); i >= 0; i = headers.indexOf(HeaderName.COOKIE, i + 1)) {
            String line = headers.value(i);
            for (int at = find(line, name, 0); at >= 0; at = find(line, name, at + 1)) {
                values.add(valueAt(line, at, name));
            }
        }
        return values;
    }

    /** Where a cookie of this name begins in {@code line}, at or after {@code from}; -1 when there is none. */
    private static int find(String line, String name, int from) {
        for (int at = line.indexOf(name, from); at >= 0; at = line.indexOf(name, at + 1)) {
            int end = at + name.length();
            if (end < line.length() && line.charAt(end) == '=' && beginsCookie(line, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean beginsCookie(String line, int at) {
        int before = at - 1;
        while (before >= 0 && (line.charAt(before) == ' ' || line.charAt(before) == '\t')) {
            before--;
        }
        return before < 0 || line.charAt(before) == ';';
    }

    private static String valueAt(String line, int at, String name) {
        int start = at + name.length() + 1;
        int semicolon = line.indexOf(';', start);
        String value =
                line.substring(start, semicolon < 0 ? line.length() : semicolon).strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
