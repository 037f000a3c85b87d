// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.Cors;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Mirror;
import dev.mooring.lb.model.FilterSpec.Op;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules of filters. */
final class FilterRules {
    /** What frames a message or concerns one connection only is the balancer's own business. */
    private static final Set<String> FIXED =
            Set.of("connection", "upgrade", "keep-alive", "transfer-encoding", "content-length", "te", "trailer");

    private static final Duration LONGEST_MEMORY = Duration.ofDays(365);

    private FilterRules() {}

    static void check(List<FilterSpec> filters, KeyPath path, ActionRules.Known known, Findings findings) {
        for (int i = 0; i < filters.size(); i++) {
            FilterSpec filter = filters.get(i);
            KeyPath at = path.child(i);
            if (filter instanceof Rewrite rewrite) {
                checkRewrite(rewrite, at.child("rewrite"), findings);
            } else if (filter instanceof Mirror mirror) {
                checkMirror(mirror, at.child("mirror"), known, findings);
            } else if (filter instanceof Cors cors) {
                checkCors(cors, at.child("cors"), findings);
            }
        }
    }

    private static void checkRewrite(Rewrite rewrite, KeyPath path, Findings findings) {
        for (int i = 0; i < rewrite.when().size(); i++) {
            Condition condition = rewrite.when().get(i);
            KeyPath at = path.child("when").child(i);
            if (!Tokens.isToken(condition.variable())) {
                findings.badValue(at.child("variable"), condition.variable(), "a variable such as var_uri_path");
            }
            RegexRules.check(condition.pattern(), at.child("pattern"), findings);
        }
        checkChanges(rewrite.request(), path.child("request"), findings);
        checkChanges(rewrite.response(), path.child("response"), findings);
        rewrite.url().ifPresent(url -> checkUrl(url, path.child("url"), findings));
    }

    private static void checkChanges(List<HeaderChange> changes, KeyPath path, Findings findings) {
        for (int i = 0; i < changes.size(); i++) {
            HeaderChange change = changes.get(i);
            KeyPath at = path.child(i);
            KeyPath name = at.child(Labels.of(change.op()));
            if (!Tokens.isToken(change.name())) {
                findings.badValue(name, change.name(), "a header name");
            } else if (isFixed(change)) {
                findings.report(
                        DiagnosticCode.IGNORED_SETTING,
                        name,
                        "the balancer takes care of this field by itself",
                        Wording.quoted(change.name()),
                        "another field");
            }
            if (!Tokens.isFieldValue(change.value())) {
                String found = "a character that no header may hold";
                String expected = "Latin-1 without controls";
                findings.report(DiagnosticCode.BAD_VALUE, at.child("value"), "not a header value", found, expected);
            }
            change.matching()
                    .ifPresent(matching -> RegexRules.check(
                            matching.pattern(), at.child("matching").child("pattern"), findings));
        }
    }

    private static boolean isFixed(HeaderChange change) {
        String name = change.name().toLowerCase(Locale.ROOT);
        return FIXED.contains(name) || (name.equals("host") && change.op() == Op.REMOVE);
    }

    private static void checkUrl(UrlChange url, KeyPath path, Findings findings) {
        ActionRules.checkPathChange(url.path(), url.templated(), path.child("path"), findings);
        url.query()
                .filter(query -> !query.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '#'))
                .ifPresent(query -> findings.badValue(path.child("query"), query, "a query, percent-encoded"));
        url.host()
                .filter(host -> !url.templated() && HostPort.parse(host).isEmpty())
                .ifPresent(host -> findings.badValue(path.child("host"), host, "a host with optional port"));
    }

    private static void checkMirror(Mirror mirror, KeyPath path, ActionRules.Known known, Findings findings) {
        RouteRules.checkKnown("pool", mirror.pool(), known.pools(), path.child("pool"), findings);
        findings.range(path.child("denominator"), mirror.denominator(), 1, Integer.MAX_VALUE);
        findings.range(path.child("numerator"), mirror.numerator(), 0, Math.max(1, mirror.denominator()));
    }

    private static void checkCors(Cors cors, KeyPath path, Findings findings) {
        for (int i = 0; i < cors.allowOrigins().size(); i++) {
            String origin = cors.allowOrigins().get(i);
            if (origin.isEmpty() || !origin.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ',')) {
                String expected = "an origin such as https://app.example.com, or *";
                findings.badValue(path.child("allow-origins").child(i), origin, expected);
            }
        }
        checkTokens(cors.allowMethods(), "a method, or *", path.child("allow-methods"), findings);
        checkTokens(cors.allowHeaders(), "a header name, or *", path.child("allow-headers"), findings);
        checkTokens(cors.exposeHeaders(), "a header name, or *", path.child("expose-headers"), findings);
        findings.range(path.child("max-age"), cors.maxAge(), Duration.ZERO, LONGEST_MEMORY);
    }

    private static void checkTokens(List<String> tokens, String expected, KeyPath path, Findings findings) {
        for (int i = 0; i < tokens.size(); i++) {
            if (!Tokens.isToken(tokens.get(i))) {
                findings.badValue(path.child(i), tokens.get(i), expected);
            }
        }
    }
}
