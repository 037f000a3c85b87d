// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Cookie.Style;
import dev.mooring.lb.model.Labels;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules of affinity cookies. */
final class CookieRules {
    private static final Pattern DOMAIN = Pattern.compile("\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");
    private static final Duration LONGEST = Findings.LONGEST.plusDays(35);
    /** Styles with a twin for cross-site requests, whose attributes are fixed. */
    private static final Set<Style> PAIRS = Set.of(Style.APPLICATION_GATEWAY, Style.FRONT_DOOR);

    private static final Set<Style> SALTED = Set.of(Style.INGRESS_NGINX_BALANCED, Style.INGRESS_NGINX_PERSISTENT);
    private static final Set<Style> EXPIRING =
            Set.of(Style.INGRESS_NGINX_BALANCED, Style.INGRESS_NGINX_PERSISTENT, Style.NGINX_STICKY);

    private CookieRules() {}

    static void check(Cookie cookie, KeyPath path, Findings findings) {
        AffinityRules.checkToken(path.child("name"), cookie.name(), "a cookie name", findings);
        boolean plainPath = cookie.path().chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != ';');
        if (!(cookie.path().isEmpty() || cookie.path().startsWith("/")) || !plainPath) {
            findings.badValue(path.child("path"), cookie.path(), "a path that begins with /, without semicolon");
        }
        cookie.domain()
                .filter(domain ->
                        domain.length() > 253 || !DOMAIN.matcher(domain).matches())
                .ifPresent(domain -> findings.badValue(path.child("domain"), domain, "a domain such as example.com"));
        Duration least = cookie.style() == Style.SIGNED ? Duration.ofSeconds(1) : Duration.ZERO;
        cookie.maxAge().ifPresent(age -> findings.range(path.child("max-age"), age, least, LONGEST));
        cookie.expires().ifPresent(expires -> findings.range(path.child("expires"), expires, Duration.ZERO, LONGEST));
        checkStyle(cookie, path, findings);
        if (!PAIRS.contains(cookie.style())) {
            checkAccepted(cookie, path, findings);
        }
    }

    private static void checkStyle(Cookie cookie, KeyPath path, Findings findings) {
        String style = Labels.of(cookie.style());
        if (!cookie.salt().isEmpty() && !SALTED.contains(cookie.style())) {
            ignored(path.child("salt"), style, "a style of ingress-nginx", findings);
        }
        if (cookie.expires().isPresent() && !EXPIRING.contains(cookie.style())) {
            ignored(path.child("expires"), style, "a style of nginx, or max-age", findings);
        }
        if (cookie.maxAge().isPresent() && PAIRS.contains(cookie.style())) {
            ignored(path.child("max-age"), style, "no max-age: this product's cookies last for a session", findings);
        }
    }

    private static void ignored(KeyPath path, String style, String expected, Findings findings) {
        String found = "style: " + style;
        findings.report(DiagnosticCode.IGNORED_SETTING, path, "this style has no such thing", found, expected);
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
