// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.LimitSpec;
import java.time.Duration;
import java.util.Optional;

/** Reads what one client may ask for. */
final class LimitReader {
    private static final Key<Integer> REQUEST_LINE =
            Key.of("request-line", Forms.SIZE, "8KiB", "The longest request line.");
    private static final Key<Integer> HEADER_BYTES =
            Key.of("header-bytes", Forms.SIZE, "32KiB", "The largest head, request line included.");
    private static final Key<Integer> HEADER_COUNT =
            Key.of("header-count", Forms.NUMBER, "128", "The most header fields.");
    private static final Key<Optional<Long>> BODY_BYTES =
            Key.of("body-bytes", Forms.SIZE_OR_OFF, "off", "The largest request body.");
    private static final Key<Duration> HEADER_TIME =
            Key.of("header-time", Forms.DURATION, "30s", "How long a client may take for a request's head.");
    private static final Key<Duration> KEEP_ALIVE = Key.of(
            "keep-alive", Forms.DURATION, "75s", "How long a client's connection may stay open between two requests.");
    private static final Key<Integer> CONNECTIONS =
            Key.of("connections", Forms.NUMBER, "50000", "How many client connections are served at a time.");

    static final Section SECTION = Section.of(
            "limits", REQUEST_LINE, HEADER_BYTES, HEADER_COUNT, BODY_BYTES, HEADER_TIME, KEEP_ALIVE, CONNECTIONS);

    static final Form<LimitSpec> FORM = MapReader.form(
            SECTION,
            map -> new LimitSpec(
                    map.get(REQUEST_LINE),
                    map.get(HEADER_BYTES),
                    map.get(HEADER_COUNT),
                    map.get(BODY_BYTES),
                    map.get(HEADER_TIME),
                    map.get(KEEP_ALIVE),
                    map.get(CONNECTIONS)));

    private LimitReader() {}
}
