// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date header field (RFC 9110, 5.6.7). Safe from any thread. */
final class HttpDate {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static volatile Second last = new Second(-1, "");

    private HttpDate() {}

    /** This second, as HTTP writes it. Used where a backend gives no date, and for responses of our own. */
    static String now() {
        return at(System.currentTimeMillis() / 1000);
    }

    /** A second, counted from 1970; it is put into words once, however many responses it has. */
    static String at(long second) {
        Second known = last;
        if (known.number != second) {
            known = new Second(second, FORM.format(Instant.ofEpochSecond(second)));
            last = known;
        }
        return known.text;
    }

    private record Second(long number, String text) {}
}
