// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated field values (RFC 9110, 5.6.1). */
public final class Lists {
    private Lists() {}

    /** Whether {@code list} has the member {@code token}, compared without case. */
    public static boolean contains(String list, String token) {
        int at = 0;
        while (at <= list.length()) {
            int comma = list.indexOf(',', at);
            int end = comma < 0 ? list.length() : comma;
            int from = skipSpace(list, at, end);
            int to = trimSpace(list, from, end);
            if (to - from == token.length() && list.regionMatches(true, from, token, 0, token.length())) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** The members of the list without the white space around them; empty members are left out. */
    public static List<String> members(String list) {
        List<String> members = new ArrayList<>();
        int at = 0;
        while (at <= list.length()) {
            int comma = list.indexOf(',', at);
            int end = comma < 0 ? list.length() : comma;
            int from = skipSpace(list, at, end);
            int to = trimSpace(list, from, end);
            if (to > from) {
                members.add(list.substring(from, to));
            }
            at = end + 1;
        }
        return members;
    }

    private static int skipSpace(String text, int from, int end) {
        int at = from;
        while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static int trimSpace(String text, int from, int end) {
        int at = end;
        while (at > from && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at;
    }
}
