// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

/** Looks at the octets of a head. Pure. */
final class Octets {
    private Octets() {}

    /** Whether this ASCII text stands at this place. */
    static boolean at(byte[] head, int at, String text) {
        if (at + text.length() > head.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (head[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
