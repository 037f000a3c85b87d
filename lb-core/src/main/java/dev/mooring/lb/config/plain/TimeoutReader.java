// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.Optional;

/** Reads the clocks of an exchange. */
final class TimeoutReader {
    private static final Key<Duration> CONNECT =
            Key.of("connect", Forms.DURATION, "5s", "Until a backend's connection is open.");
    private static final Key<Optional<Duration>> FIRST_BYTE = Key.of(
            "first-byte", Forms.DURATION_OR_OFF, "60s", "From the request's last byte until the response's first.");
    private static final Key<Optional<Duration>> IDLE =
            Key.of("idle", Forms.DURATION_OR_OFF, "1h", "Between two bytes, in either direction.");
    private static final Key<Optional<Duration>> TOTAL =
            Key.of("total", Forms.DURATION_OR_OFF, "off", "From the request's head until the response's end.");

    private static final Key<Optional<Duration>> ATTEMPT =
            Key.of("attempt", Forms.DURATION_OR_OFF, "off", "From the beginning of one try until its response's end.");

    static final Section SECTION = Section.of("pools.NAME.timeouts", CONNECT, FIRST_BYTE, IDLE, TOTAL, ATTEMPT);

    static final Form<TimeoutSpec> FORM = MapReader.form(
            SECTION,
            map -> new TimeoutSpec(
                    map.get(CONNECT), map.get(FIRST_BYTE), map.get(IDLE), map.get(TOTAL), map.get(ATTEMPT)));

    private TimeoutReader() {}
}
