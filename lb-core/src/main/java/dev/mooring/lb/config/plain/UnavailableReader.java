// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.UnavailableSpec;

/** Reads what happens when no backend can serve. */
final class UnavailableReader {
    private static final Key<Integer> STATUS =
            Key.of("status", Forms.NUMBER, "503", "What the client gets, 400 to 599.");
    private static final Key<Boolean> FAIL_OPEN =
            Key.of("fail-open", Forms.FLAG, "false", "Whether backends that are all unhealthy are used nevertheless.");

    static final Section SECTION = Section.of("pools.NAME.unavailable", STATUS, FAIL_OPEN);

    static final Form<UnavailableSpec> FORM =
            MapReader.form(SECTION, map -> new UnavailableSpec(map.get(STATUS), map.get(FAIL_OPEN)));

    private UnavailableReader() {}
}
