// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import java.time.Duration;
import java.util.Optional;

/** Reads the balancer's own affinity cookie. */
final class CookieReader {
    private static final Key<String> NAME = Key.of("name", Forms.TEXT, Cookie.DEFAULT_NAME, "Its name.");
    private static final Key<String> PATH = Key.of("path", Forms.TEXT, "/", "Its path; an empty text for none.");
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

    private static final Key<Cookie.Style> STYLE = Key.of(
            "style",
            Forms.choice(Cookie.Style.class),
            "signed",
            "Whose cookie it is, octet for octet. `signed` is Mooring's own; the attributes of the others are theirs.");
    private static final Key<String> SALT = Key.optional(
            "salt",
            Forms.TEXT,
            "none",
            "What goes into the value of ingress-nginx's cookies: the name of its upstream.");
    private static final Key<Duration> EXPIRES = Key.optional(
            "expires", Forms.DURATION, "no Expires", "How long it lasts by its Expires attribute, in nginx's styles.");
    private static final Key<Boolean> NONE_ONLY_IF_UNDERSTOOD = Key.of(
            "none-only-if-understood",
            Forms.FLAG,
            "false",
            "Whether `SameSite=None` is left out for browsers that misread it.");

    static final Section SECTION = Section.of(
            "pools.NAME.affinity.cookie",
            NAME,
            PATH,
            DOMAIN,
            MAX_AGE,
            SECURE,
            HTTP_ONLY,
            SAME_SITE,
            STYLE,
            SALT,
            EXPIRES,
            NONE_ONLY_IF_UNDERSTOOD);

    static final Form<Cookie> FORM = MapReader.form(
            SECTION,
            map -> new Cookie(
                    map.get(NAME),
                    map.get(PATH),
                    map.find(DOMAIN),
                    map.find(MAX_AGE),
                    map.get(SECURE),
                    map.get(HTTP_ONLY),
                    map.get(SAME_SITE),
                    map.get(STYLE),
                    map.find(SALT).orElse(""),
                    map.find(EXPIRES),
                    map.get(NONE_ONLY_IF_UNDERSTOOD)));

    private CookieReader() {}
}
