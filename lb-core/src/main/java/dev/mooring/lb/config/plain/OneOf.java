// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import java.util.List;
import java.util.stream.Stream;

/** Keys of which exactly one must be written. */
final class OneOf {
    private OneOf() {}

    /** Whether exactly one is written; anything else is reported. */
    static boolean check(MapReader map, String problem, Key<?>... keys) {
        List<String> written = Stream.of(keys)
                .filter(key -> map.node(key).isPresent())
                .<String>map(Key::name)
                .toList();
        if (written.size() == 1) {
            return true;
        }
        String found = written.isEmpty() ? "none" : Wording.oneOf(written).replace(" or ", " and ");
        String expected =
                "one of " + Wording.oneOf(Stream.of(keys).<String>map(Key::name).toList());
        map.spot().report(DiagnosticCode.BAD_VALUE, problem, found, expected, "");
        return false;
    }
}
