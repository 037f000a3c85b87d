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

    private HttpDate() {}

    /** This second, as HTTP writes it. Used where a backend gives no date, and for responses of our own. */
    static String now() {
        return FORM.format(Instant.now());
    }
}
