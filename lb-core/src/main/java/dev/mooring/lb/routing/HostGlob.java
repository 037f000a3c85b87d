// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

/**
 * A host with wildcards anywhere: {@code *} stands for any characters, {@code ?} for one, in both cases letters, digits, dots
 * and hyphens. Costs O(length of the pattern x length of the host). Immutable.
 */
final class HostGlob {
    private final String pattern;

    HostGlob(String pattern) {
        this.pattern = pattern;
    }

    boolean matches(String host) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (at < host.length()) {
            char c = host.charAt(at);
            boolean wild = isHostCharacter(c);
            if (in < pattern.length() && (pattern.charAt(in) == c || (pattern.charAt(in) == '?' && wild))) {
                at++;
                in++;
            } else if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = in++;
                resume = at;
            } else if (star >= 0 && isHostCharacter(host.charAt(resume))) {
                in = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    private static boolean isHostCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }
}
