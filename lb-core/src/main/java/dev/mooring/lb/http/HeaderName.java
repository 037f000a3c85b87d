// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The name of a header field, prepared once so that looking it up costs a comparison of hashes. Names are compared without
 * regard to case (RFC 9110, 5.1). Immutable.
 */
public final class HeaderName {
    public static final HeaderName AUTHORIZATION = of("Authorization");
    public static final HeaderName CACHE_CONTROL = of("Cache-Control");
    public static final HeaderName CONNECTION = of("Connection");
    public static final HeaderName CONTENT_LENGTH = of("Content-Length");
    public static final HeaderName CONTENT_TYPE = of("Content-Type");
    public static final HeaderName COOKIE = of("Cookie");
    public static final HeaderName DATE = of("Date");
    public static final HeaderName EXPECT = of("Expect");
    public static final HeaderName FORWARDED = of("Forwarded");
    public static final HeaderName HOST = of("Host");
    public static final HeaderName KEEP_ALIVE = of("Keep-Alive");
    public static final HeaderName MAX_FORWARDS = of("Max-Forwards");
    public static final HeaderName PROXY_CONNECTION = of("Proxy-Connection");
    public static final HeaderName SERVER = of("Server");
    public static final HeaderName SET_COOKIE = of("Set-Cookie");
    public static final HeaderName TE = of("TE");
    public static final HeaderName TRANSFER_ENCODING = of("Transfer-Encoding");
    public static final HeaderName UPGRADE = of("Upgrade");
    public static final HeaderName USER_AGENT = of("User-Agent");
    public static final HeaderName VIA = of("Via");
    public static final HeaderName X_FORWARDED_FOR = of("X-Forwarded-For");
    public static final HeaderName X_FORWARDED_HOST = of("X-Forwarded-Host");
    public static final HeaderName X_FORWARDED_PORT = of("X-Forwarded-Port");
    public static final HeaderName X_FORWARDED_PROTO = of("X-Forwarded-Proto");
    public static final HeaderName X_MOORING_EXPLAIN = of("X-Mooring-Explain");

    private final String text;
    private final byte[] lower;
    private final int hash;

    private HeaderName(String text) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
        int h = 0;
        for (byte b : lower) {
            h = Headers.mix(h, b);
        }
        this.hash = h;
    }

    /**
     * Prepares a name. Call it once for each name, not once for each request.
     *
     * @throws IllegalArgumentException if the text is not a token (RFC 9110, 5.6.2)
     */
    public static HeaderName of(String text) {
        if (!Tokens.isToken(text)) {
            throw new IllegalArgumentException("header name: '" + text + "' (expected: an RFC 9110 token)");
        }
        return new HeaderName(text);
    }

    int hash() {
        return hash;
    }

    boolean matches(byte[] bytes, int start, int end) {
        if (end - start != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (Headers.lower(bytes[start + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderName that && matches(that.lower, 0, that.lower.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The name as it was given. */
    @Override
    public String toString() {
        return text;
    }
}
