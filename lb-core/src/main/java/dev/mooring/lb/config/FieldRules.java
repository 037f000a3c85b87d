// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.FieldMatch;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Rules of conditions on header fields, query parameters and cookies. */
final class FieldRules {
    private FieldRules() {}

    static void checkHeaders(List<FieldMatch> headers, KeyPath path, Findings findings) {
        String problem = "case does not matter in header names";
        checkNames(headers, "a header name", problem, name -> name.toLowerCase(Locale.ROOT), path, findings);
        for (FieldMatch header : headers) {
            KeyPath at = path.child(header.name());
            // The value is not shown: it may be a token.
            if (header.kind() == FieldMatch.Kind.EXACT && !Tokens.isFieldValue(header.value())) {
                findings.report(
                        DiagnosticCode.BAD_VALUE,
                        at,
                        "not a header value",
                        "a character that no header may hold",
                        "Latin-1 without controls");
            }
        }
    }

    static void checkCookies(List<FieldMatch> cookies, KeyPath path, Findings findings) {
        checkNames(cookies, "a cookie name", "a condition for each cookie", name -> name, path, findings);
    }

    static void checkQueries(List<FieldMatch> queries, KeyPath path, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (FieldMatch query : queries) {
            checkOnce(query, query.name(), "a condition for each parameter", seen, path, findings);
        }
    }

    private static void checkNames(
            List<FieldMatch> fields,
            String expected,
            String problem,
            UnaryOperator<String> key,
            KeyPath path,
            Findings findings) {
        Set<String> seen = new HashSet<>();
        for (FieldMatch field : fields) {
            if (!Tokens.isToken(field.name())) {
                findings.badValue(path.child(field.name()), field.name(), expected);
            } else {
                checkOnce(field, key.apply(field.name()), problem, seen, path, findings);
            }
        }
    }

    private static void checkOnce(
            FieldMatch field, String key, String problem, Set<String> seen, KeyPath path, Findings findings) {
        KeyPath at = path.child(field.name());
        if (!seen.add(key)) {
            String found = Wording.quoted(field.name()) + " twice";
            findings.report(DiagnosticCode.DUPLICATE_KEY, at, problem, found, "it once");
        }
        if (field.kind() == FieldMatch.Kind.REGEX) {
            RegexRules.check(field.value(), at, findings);
        }
    }
}
