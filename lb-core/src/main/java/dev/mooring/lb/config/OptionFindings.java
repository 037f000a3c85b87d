// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import java.util.Optional;

/**
 * What is wrong with the command line's options, reported at the option.
 *
 * @param positions where each part of the spec was written
 * @param diagnostics where the findings go
 */
record OptionFindings(Positions positions, Diagnostics diagnostics) {
    void report(String option, String problem, String found, String expected, String hint) {
        String message = Wording.message(KeyPath.ROOT, problem, found, expected);
        diagnostics.add(DiagnosticCode.BAD_OPTION, SourcePosition.option(option), message, hint);
    }

    /** The address that an option's text is; empty when it is none, which is then reported. */
    Optional<HostPort> address(String option, String text) {
        Optional<HostPort> address = HostPort.parse(text).filter(at -> at.port() >= 0);
        if (address.isEmpty()) {
            report(option, "not an address", Wording.quoted(text), "HOST:PORT, such as 127.0.0.1:8080", "");
        }
        return address;
    }

    /** The part of the spec at this path now comes from this option. */
    void placed(KeyPath path, String option) {
        positions.placeOption(path, option);
    }
}
