// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.math.BigInteger;

/**
 * How often a TRACE or OPTIONS request may still be passed on (RFC 9110, 7.6.2); for any other method the field has no meaning
 * and goes through as it is. Pure.
 */
public final class MaxForwards {
    private MaxForwards() {}

    /** Whether the field is there and means something, but is not one number. */
    public static boolean isBroken(String method, Headers headers) {
        int i = indexOf(method, headers);
        return i >= 0
                && (headers.indexOf(HeaderName.MAX_FORWARDS, i + 1) >= 0
                        || !headers.value(i).matches("[0-9]{1,1000}"));
    }

    /** Whether whoever receives this request must answer it himself. */
    public static boolean isUsedUp(RequestHead head) {
        int i = indexOf(head.method(), head.headers());
        return i >= 0 && head.headers().value(i).matches("0+");
    }

    /** Counts this hop in what is passed on; only for a request that is not used up. */
    public static void decrement(RequestHead head, HeaderChanges fields) {
        int i = indexOf(head.method(), head.headers());
        if (i >= 0) {
            BigInteger left = new BigInteger(head.headers().value(i));
            fields.set(HeaderName.MAX_FORWARDS, left.subtract(BigInteger.ONE).toString());
        }
    }

    private static int indexOf(String method, Headers headers) {
        return method.equals("TRACE") || method.equals("OPTIONS") ? headers.indexOf(HeaderName.MAX_FORWARDS, 0) : -1;
    }
}
