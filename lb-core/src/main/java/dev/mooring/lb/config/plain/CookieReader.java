// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import java.time.Duration;
import java.util.Optional;

/** Reads the balancer's own affinity cookie. */
final class CookieReader {
    private static final Key<String> NAME = Key.of("name", Forms.TEXT, Cookie.DEFAULT_NAME, "Its name.");
    private static final Key<String> PATH = Key.of("path", Forms.TEXT, "/", "Its path.");
    private static final Key<String> DOMAIN = Key.optional("domain", Forms.TEXT, "the host alone", "Its domain.");
    private static final Key<Duration> MAX_AGE =
            Key.optional("max-age", Forms.DURATION, "the browser's session", "How long it lasts, at least 1s.");
    private static final Key<Cookie.Secure> SECURE = Key.of(
            "secure",
            Forms.choice(Cookie.Secure.class),
            "auto",
            "Sent over TLS only; `auto` when the client came over TLS.");
    private static final Key<Boolean> HTTP_ONLY = Key.of("http-only", Forms.FLAG, "true", "Hidden from scripts.");
    private static final Key<Optional<SameSite>> SAME_SITE = Key.of(
            "same-site",
            Forms.choiceOr(SameSite.class, "unset"),
            "lax",
            "When it goes with a cross-site request. `none` needs `secure: always`.");

    static final Section SECTION =
            Section.of("pools.NAME.affinity.cookie", NAME, PATH, DOMAIN, MAX_AGE, SECURE, HTTP_ONLY, SAME_SITE);

    static final Form<Cookie> FORM = MapReader.form(
            SECTION,
            map -> new Cookie(
                    map.get(NAME),
                    map.get(PATH),
                    map.find(DOMAIN),
                    map.find(MAX_AGE),
                    map.get(SECURE),
                    map.get(HTTP_ONLY),
                    map.get(SAME_SITE)));

    private CookieReader() {}
}
