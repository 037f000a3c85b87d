// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.plain.Quantities;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.Wording;
import java.time.Duration;

/**
 * What the rules find in a spec, reported where it was written.
 *
 * @param positions where each part was written
 * @param diagnostics where the findings go
 */
record Findings(Positions positions, Diagnostics diagnostics) {
    static final Duration SHORTEST = Duration.ofMillis(1);
    static final Duration LONGEST = Duration.ofDays(365);

    void report(DiagnosticCode code, KeyPath path, String problem, String found, String expected) {
        report(code, path, problem, found, expected, "");
    }

    void report(DiagnosticCode code, KeyPath path, String problem, String found, String expected, String hint) {
        diagnostics.add(code, positions.of(path), Wording.message(path, problem, found, expected), hint);
    }

    void badValue(KeyPath path, String found, String expected) {
        report(DiagnosticCode.BAD_VALUE, path, "not a valid value", Wording.quoted(found), expected);
    }

    void range(KeyPath path, long value, long least, long most) {
        if (value < least || value > most) {
            outOfRange(path, Long.toString(value), least + " to " + most);
        }
    }

    /** A duration that may be anything but nothing. */
    void positive(KeyPath path, Duration value) {
        range(path, value, SHORTEST, LONGEST);
    }

    void range(KeyPath path, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            outOfRange(path, Quantities.write(value), Quantities.write(least) + " to " + Quantities.write(most));
        }
    }

    void sizeRange(KeyPath path, long value, long least, long most) {
        if (value < least || value > most) {
            String expected = Quantities.writeSize(least) + " to " + Quantities.writeSize(most);
            outOfRange(path, Quantities.writeSize(value), expected);
        }
    }

    /** A name appears in logs, metrics, headers and on one line of a message. */
    void name(KeyPath path, String name) {
        boolean fine = !name.isEmpty() && name.length() <= 400 && name.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (!fine) {
            badValue(path, name, "1 to 400 visible ASCII characters");
        }
    }

    /** Whether the user wrote something there, which may have been reported as unreadable. */
    boolean isWritten(KeyPath path) {
        return positions.node(path).isPresent();
    }

    private void outOfRange(KeyPath path, String found, String expected) {
        report(DiagnosticCode.OUT_OF_RANGE, path, "out of range", found, expected);
    }
}
