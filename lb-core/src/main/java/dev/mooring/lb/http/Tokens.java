// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

/** The character classes of RFC 9110, 5.5 and 5.6.2. */
public final class Tokens {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 'a' + 'A'] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Tokens() {}

    /** Whether the byte may stand in a token, such as a method or a header name. */
    public static boolean isTokenByte(byte b) {
        return b >= 0 && TOKEN[b];
    }

    /** Whether the text is a non-empty token. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || !TOKEN[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether the byte may stand in a field value: visible, space, tab or above 0x7f. CR, LF, NUL and other controls may not. */
    public static boolean isFieldByte(byte b) {
        return b < 0 || (b >= 0x20 && b != 0x7f) || b == '\t';
    }

    /** Whether every character of the text may stand in a field value. */
    public static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || !isFieldByte((byte) c)) {
                return false;
            }
        }
        return true;
    }
}
