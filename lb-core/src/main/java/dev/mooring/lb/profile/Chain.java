// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.RequestHead;
import java.util.random.RandomGenerator;

/** What several products write in the same way. */
final class Chain {
    private static final String HEX = "0123456789abcdef";

    private Chain() {}

    static String peer(RequestHead head) {
        return IpAddresses.text(head.client().peer());
    }

    static String scheme(RequestHead head) {
        return head.client().secure() ? "https" : "http";
    }

    static void set(HeaderChanges fields, HeaderName name, String value) {
        fields.drop(name);
        if (!value.isEmpty()) {
            fields.add(name, value);
        }
    }

    /** Puts the Host among the fields that are added. */
    static void moveHost(HeaderChanges fields) {
        String host = fields.first(HeaderName.HOST);
        if (host != null) {
            fields.remove(HeaderName.HOST, any -> true);
            fields.add(HeaderName.HOST, host);
        }
    }

    /** Lets no field go further whose name has anything but letters, digits and hyphens. */
    static void dropOddNames(HeaderChanges fields) {
        byte[] bytes = fields.original().bytes();
        for (int i = 0; i < fields.original().size(); i++) {
            for (int at = fields.original().nameStart(i); at < fields.original().nameEnd(i); at++) {
                byte b = bytes[at];
                boolean fine = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-';
                if (!fine) {
                    fields.drop(i);
                }
            }
        }
    }

    /** So many random hexadecimal digits. */
    static String hex(RandomGenerator random, int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            text.append(HEX.charAt(random.nextInt(16)));
        }
        return text.toString();
    }

    /** A random UUID of version 4. */
    static String uuid(RandomGenerator random) {
        String hex = hex(random, 30);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(12, 15) + "-8"
                + hex.substring(15, 18) + "-" + hex.substring(18);
    }
}
