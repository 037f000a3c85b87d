// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A cookie to be set on the client (RFC 6265, 4.1). Immutable.
 *
 * @param name the cookie's name, a token
 * @param value its value, without characters that would need quoting
 * @param path the path it is for; empty for none
 * @param domain the domain it is for; empty for the host alone
 * @param maxAge how long the client keeps it, whole seconds; empty for the session
 * @param secure sent over TLS only
 * @param httpOnly hidden from scripts
 * @param sameSite the SameSite attribute; empty for none
 */
public record SetCookie(
        String name,
        String value,
        Optional<String> path,
        Optional<String> domain,
        Optional<Duration> maxAge,
        boolean secure,
        boolean httpOnly,
        Optional<SameSite> sameSite) {

    /** When a cookie goes with a cross-site request (RFC 6265bis, 5.5.7). */
    public enum SameSite {
        STRICT,
        LAX,
        NONE;

        /** As it is written in the header. */
        public String text() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    /** The value of the Set-Cookie header field. */
    public String headerValue() {
        StringBuilder text = new StringBuilder(name).append('=').append(value);
        path.filter(p -> !p.isEmpty()).ifPresent(p -> text.append("; Path=").append(p));
        domain.ifPresent(d -> text.append("; Domain=").append(d));
        maxAge.ifPresent(age -> text.append("; Max-Age=").append(age.toSeconds()));
        if (secure) {
            text.append("; Secure");
        }
        if (httpOnly) {
            text.append("; HttpOnly");
        }
        sameSite.ifPresent(s -> text.append("; SameSite=").append(s.text()));
        return text.toString();
    }
}
