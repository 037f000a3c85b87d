// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.PassiveSpec;
import java.time.Duration;

/** Reads what connections that cannot be opened do to a backend's health. */
final class PassiveReader {
    private static final Key<Integer> FAILURES = Key.of(
            "failures",
            Forms.NUMBER_OR_OFF,
            "1",
            "Connections in a row that could not be opened and make a backend unhealthy.");
    private static final Key<Duration> DURATION =
            Key.of("duration", Forms.DURATION, "10s", "How long it then stays so when no probe watches it.");

    static final Section SECTION = Section.of("pools.NAME.passive", FAILURES, DURATION);

    static final Form<PassiveSpec> FORM =
            MapReader.form(SECTION, map -> new PassiveSpec(map.get(FAILURES), map.get(DURATION)));

    private PassiveReader() {}
}
