// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.SafePattern;
import java.util.regex.PatternSyntaxException;

/** Rules of regular expressions. */
final class RegexRules {
    /** Longer ones are no work of a human, and their compilation may need more stack than there is. */
    private static final int MAX_REGEX = 1000;

    private RegexRules() {}

    static void check(String regex, KeyPath at, Findings findings) {
        if (regex.length() > MAX_REGEX) {
            findings.range(at, regex.length(), 1, MAX_REGEX);
            return;
        }
        try {
            SafePattern.of(regex, false);
        } catch (PatternSyntaxException notOne) {
            String reason = notOne.getDescription() + " near character " + (notOne.getIndex() + 1);
            findings.report(
                    DiagnosticCode.BAD_VALUE,
                    at,
                    "not a regular expression",
                    Wording.quoted(regex),
                    "one of java.util.regex",
                    reason.replaceAll("\\s+", " "));
        }
    }
}
