// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads parameters from the query of a request target, as forms write them. Never fails: what is no valid encoding stays as it is. */
public final class QueryParameters {
    private QueryParameters() {}

    /** The decoded value of the first parameter of this name; null when there is none, empty text for one without a value. */
    public static @Nullable String first(String target, String name) {
        int at = target.indexOf('?') + 1;
        while (at > 0 && at <= target.length()) {
            int ampersand = target.indexOf('&', at);
            int end = ampersand < 0 ? target.length() : ampersand;
            int equals = target.indexOf('=', at);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (decode(target.substring(at, nameEnd), true).equals(name)) {
                return nameEnd == end ? "" : decode(target.substring(nameEnd + 1, end), true);
            }
            at = ampersand < 0 ? 0 : end + 1;
        }
        return null;
    }

    /** The query of a target without its question mark; empty when there is none. */
    public static String of(String target) {
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }

    /** The text with its percent-encoded octets taken for UTF-8. */
    public static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        byte[] octets = new byte[text.length() * 3];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int octet = c == '%' ? octetAt(text, i + 1) : -1;
            if (octet >= 0) {
                octets[length++] = (byte) octet;
                i += 2;
            } else if (c < 0x80) {
                octets[length++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
            } else {
                for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    octets[length++] = b;
                }
            }
        }
        return new String(octets, 0, length, StandardCharsets.UTF_8);
    }

    private static int octetAt(String text, int at) {
        int high = at + 1 < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(at + 1), 16);
        return low < 0 ? -1 : high * 16 + low;
    }
}
