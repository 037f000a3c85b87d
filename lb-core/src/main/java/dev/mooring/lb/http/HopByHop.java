// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which fields of a message are for one connection only and must not be passed on (RFC 9110, 7.6.1): the known ones and those
 * that {@code Connection} names. Immutable. Nothing is parsed when there is no {@code Connection}, or only {@code keep-alive}
 * or {@code close}.
 *
 * <ul>
 *   <li>{@code TE: trailers} stays; whoever sends it on must name it in a {@code Connection} of its own (10.1.4).
 *   <li>{@code Host} and {@code Content-Length} stay even when {@code Connection} names them: without them the message would
 *       mean something else.
 *   <li>{@code Proxy-Authorization}, {@code Proxy-Authenticate} and {@code Proxy-Authentication-Info} go: they are between a client and its own proxy (11.7), and
 *       a backend has no business with those credentials.
 *   <li>{@code Trailer} stays, as trailers are passed on.
 * </ul>
 */
public final class HopByHop {
    private static final HeaderName[] KNOWN = {
        HeaderName.CONNECTION,
        HeaderName.KEEP_ALIVE,
        HeaderName.PROXY_CONNECTION,
        HeaderName.TRANSFER_ENCODING,
        HeaderName.UPGRADE,
        // What Connection: close would name, and what h2c would begin with: neither makes sense behind this hop.
        HeaderName.of("Close"),
        HeaderName.of("HTTP2-Settings"),
        HeaderName.of("Proxy-Authenticate"),
        HeaderName.of("Proxy-Authentication-Info"),
        HeaderName.of("Proxy-Authorization"),
    };
    private static final HeaderName[] NOBODY = {};

    private final Headers headers;
    private final HeaderName[] named;

    private HopByHop(Headers headers, HeaderName[] named) {
        this.headers = headers;
        this.named = named;
    }

    /** The rules for a message with these fields. */
    public static HopByHop of(Headers headers) {
        return new HopByHop(headers, named(headers));
    }

    /** The names in {@code Connection}: no field of these goes on, be it in the head or behind the body. */
    public static HeaderName[] named(Headers headers) {
        Set<HeaderName> named = null;
        for (int i = headers.indexOf(HeaderName.CONNECTION, 0);
                i >= 0;
                i = headers.indexOf(HeaderName.CONNECTION, i + 1)) {
            if (!equalsIgnoreCase(headers, i, "keep-alive") && !equalsIgnoreCase(headers, i, "close")) {
                named = named == null ? new LinkedHashSet<>() : named;
                addNames(headers.value(i), named);
            }
        }
        return named == null ? NOBODY : named.toArray(NOBODY);
    }

    /** The names in {@code Connection}; not to be changed. */
    public HeaderName[] named() {
        return named;
    }

    /** Whether field {@code i} must not be passed on. */
    public boolean drops(int i) {
        if (headers.is(i, HeaderName.TE)) {
            return !equalsIgnoreCase(headers, i, "trailers");
        }
        return isOneOf(KNOWN, i) || isOneOf(named, i);
    }

    private boolean isOneOf(HeaderName[] names, int i) {
        for (HeaderName name : names) {
            if (headers.is(i, name)) {
                return true;
            }
        }
        return false;
    }

    private static void addNames(String connection, Set<HeaderName> named) {
        for (String member : Lists.members(connection)) {
            if (Tokens.isToken(member)) {
                HeaderName name = HeaderName.of(member);
                if (!name.equals(HeaderName.HOST) && !name.equals(HeaderName.CONTENT_LENGTH)) {
                    named.add(name);
                }
            }
        }
    }

    private static boolean equalsIgnoreCase(Headers headers, int i, String lowerCase) {
        int start = headers.valueStart(i);
        if (headers.valueEnd(i) - start != lowerCase.length()) {
            return false;
        }
        for (int at = 0; at < lowerCase.length(); at++) {
            if (Headers.lower(headers.bytes()[start + at]) != lowerCase.charAt(at)) {
                return false;
            }
        }
        return true;
    }
}
