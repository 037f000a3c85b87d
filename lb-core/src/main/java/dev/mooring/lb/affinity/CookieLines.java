// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The Set-Cookie lines of other products: which attributes, in which order and spelling. Immutable; safe from any thread.
 */
final class CookieLines {
    private static final DateTimeFormatter SHORT_YEAR = form("yy");
    private static final DateTimeFormatter LONG_YEAR = form("yyyy");
    /** From here on nginx writes the year with four digits. */
    private static final Instant LONG_YEARS = Instant.parse("2038-01-01T00:00:00Z");

    private final Cookie spec;
    private final InstantSource clock;

    CookieLines(Cookie spec, InstantSource clock) {
        this.spec = spec;
        this.clock = clock;
    }

    /** Adds the lines that give the client this value, for this path or else for the affinity's own. */
    void add(RequestHead head, String value, Optional<String> otherPath, HeaderChanges fields) {
        Optional<String> path = Optional.of(otherPath.orElse(spec.path())).filter(text -> !text.isEmpty());
        boolean tls = spec.isSecure(head.client().secure());
        switch (spec.style()) {
            case APPLICATION_GATEWAY -> {
                if (head.client().secure()) {
                    line(
                            fields,
                            spec.name() + "CORS=" + value + attribute("; Path=", path) + "; SameSite=None; Secure");
                }
                line(fields, spec.name() + '=' + value + attribute("; Path=", path));
            }
            case FRONT_DOOR -> {
                String rest = attribute("; path=", path) + (tls ? "; secure" : "") + "; httponly";
                line(fields, spec.name() + '=' + value + rest);
                line(fields, spec.name() + "CORS=" + value + "; samesite=none" + rest);
            }
            case NGINX_STICKY -> line(fields, nginxSticky(value, path, tls));
            case APPLICATION_GATEWAY_FOR_CONTAINERS, ENVOY -> line(fields, envoy(value, path));
            default -> line(fields, ingressNginx(head, value, path, tls));
        }
    }

    private String ingressNginx(RequestHead head, String value, Optional<String> path, boolean tls) {
        Optional<String> sameSite = spec.sameSite()
                .filter(site -> !(spec.noneOnlyIfUnderstood()
                        && site == SameSite.NONE
                        && SameSiteNone.isMisreadBy(head.headers().first(HeaderName.USER_AGENT))))
                .map(SameSite::text);
        return spec.name() + '=' + value
                + attribute("; Expires=", spec.expires().map(this::time))
                + attribute("; Max-Age=", spec.maxAge().map(CookieLines::seconds))
                + attribute("; Domain=", spec.domain())
                + attribute("; Path=", path)
                + (tls ? "; Secure" : "")
                // It cannot be switched off there.
                + "; HttpOnly"
                + attribute("; SameSite=", sameSite);
    }

    /** nginx has one time for both attributes. */
    private String nginxSticky(String value, Optional<String> path, boolean tls) {
        Optional<Duration> life = spec.expires().or(spec::maxAge);
        return spec.name()
                + '='
                + value
                + attribute("; expires=", life.map(this::time))
                + attribute("; max-age=", life.map(CookieLines::seconds))
                + attribute("; domain=", spec.domain())
                + (spec.httpOnly() ? "; httponly" : "")
                + attribute(
                        "; samesite=", spec.sameSite().map(site -> site.text().toLowerCase(Locale.ROOT)))
                + (tls ? "; secure" : "")
                + attribute("; path=", path);
    }

    private String envoy(String value, Optional<String> path) {
        return spec.name() + "=\"" + value + '"'
                + attribute("; Max-Age=", spec.maxAge().map(CookieLines::seconds))
                + attribute("; Path=", path)
                + "; HttpOnly";
    }

    private String time(Duration fromNow) {
        Instant end = clock.instant().plus(fromNow);
        return (end.isBefore(LONG_YEARS) ? SHORT_YEAR : LONG_YEAR).format(end);
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    private static String attribute(String name, Optional<String> value) {
        return value.map(name::concat).orElse("");
    }

    private static void line(HeaderChanges fields, String text) {
        fields.add(HeaderName.SET_COOKIE, text);
    }

    private static DateTimeFormatter form(String year) {
        return DateTimeFormatter.ofPattern("EEE, dd-MMM-" + year + " HH:mm:ss 'GMT'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }
}
