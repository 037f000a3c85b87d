// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Header;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.AffinitySpec.Mechanism;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Rules of affinity. */
final class AffinityRules {
    private static final Pattern DOMAIN = Pattern.compile("\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");
    private static final int MAX_ENTRIES = 10_000_000;

    private AffinityRules() {}

    static void check(AffinitySpec affinity, KeyPath path, Findings findings) {
        Mechanism mechanism = affinity.mechanism();
        if (mechanism instanceof Cookie cookie) {
            checkCookie(cookie, path.child("cookie"), findings);
        } else if (mechanism instanceof ClientIpHash hash) {
            checkNetwork(hash.network(), path.child("client-ip-hash"), findings);
        } else if (mechanism instanceof ClientIpTable table) {
            checkTable(table, path.child("client-ip-table"), findings);
        } else if (mechanism instanceof Header header) {
            checkToken(path.child("header").child("name"), header.name(), "a header name", findings);
        } else if (mechanism instanceof Learned learned) {
            checkLearned(learned, path.child("learned"), findings);
        }
        boolean hashing = mechanism instanceof ClientIpHash || mechanism instanceof Header;
        KeyPath whenBack = path.child("when-back");
        if (hashing && affinity.whenBack() == WhenBack.STAY && findings.isWritten(whenBack)) {
            String expected = "return, or client-ip-table, which remembers";
            findings.report(
                    DiagnosticCode.IGNORED_SETTING,
                    whenBack,
                    "hashing remembers nothing to stay with",
                    "stay",
                    expected);
        }
    }

    private static void checkTable(ClientIpTable table, KeyPath path, Findings findings) {
        checkNetwork(table.network(), path, findings);
        findings.range(path.child("timeout"), table.timeout(), ClientIpTable.MIN_TIMEOUT, ClientIpTable.MAX_TIMEOUT);
        findings.range(path.child("max-entries"), table.maxEntries(), 1, MAX_ENTRIES);
    }

    private static void checkLearned(Learned learned, KeyPath path, Findings findings) {
        String source = learned.source().name().toLowerCase(Locale.ROOT);
        checkToken(path.child(source), learned.name(), "a " + source + " name", findings);
        findings.positive(path.child("timeout"), learned.timeout());
        findings.range(path.child("max-entries"), learned.maxEntries(), 1, MAX_ENTRIES);
    }

    private static void checkNetwork(ClientNetwork network, KeyPath path, Findings findings) {
        findings.range(path.child("ipv4-prefix"), network.ipv4Prefix(), 0, 32);
        findings.range(path.child("ipv6-prefix"), network.ipv6Prefix(), 0, 128);
    }

    private static void checkToken(KeyPath path, String name, String expected, Findings findings) {
        if (!Tokens.isToken(name)) {
            findings.badValue(path, name, expected + ": letters, digits and !#$%&'*+-.^_`|~");
        }
    }

    private static void checkCookie(Cookie cookie, KeyPath path, Findings findings) {
        checkToken(path.child("name"), cookie.name(), "a cookie name", findings);
        boolean plainPath = cookie.path().chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != ';');
        if (!cookie.path().startsWith("/") || !plainPath) {
            findings.badValue(path.child("path"), cookie.path(), "a path that begins with /, without semicolon");
        }
        cookie.domain()
                .filter(domain ->
                        domain.length() > 253 || !DOMAIN.matcher(domain).matches())
                .ifPresent(domain -> findings.badValue(path.child("domain"), domain, "a domain such as example.com"));
        cookie.maxAge()
                .ifPresent(age -> findings.range(
                        path.child("max-age"), age, Duration.ofSeconds(1), Findings.LONGEST.plusDays(35)));
        checkAccepted(cookie, path, findings);
    }

    /** What RFC 6265bis, 5.6 makes browsers drop. */
    private static void checkAccepted(Cookie cookie, KeyPath path, Findings findings) {
        boolean secure = cookie.secure() == Cookie.Secure.ALWAYS;
        String hint = "set secure: always";
        if (!secure && cookie.sameSite().filter(SameSite.NONE::equals).isPresent()) {
            String found = "secure: " + cookie.secure().name().toLowerCase(Locale.ROOT);
            String problem = "browsers drop a SameSite=None cookie that is not Secure";
            findings.report(DiagnosticCode.COOKIE_REJECTED, path.child("same-site"), problem, found, "always", hint);
        }
        String name = cookie.name().toLowerCase(Locale.ROOT);
        boolean host = name.startsWith("__host-");
        if (!secure && (host || name.startsWith("__secure-"))) {
            String problem = "browsers drop a cookie of this name that is not Secure";
            String found = "secure: " + cookie.secure().name().toLowerCase(Locale.ROOT);
            findings.report(DiagnosticCode.COOKIE_REJECTED, path.child("name"), problem, found, "always", hint);
        }
        if (host && (cookie.domain().isPresent() || !cookie.path().equals("/"))) {
            String problem = "browsers drop a __Host- cookie of a domain or of another path";
            String found = cookie.domain().map(domain -> "a domain").orElse("another path");
            findings.report(DiagnosticCode.COOKIE_REJECTED, path.child("name"), problem, found, "no domain, path /");
        }
    }
}
