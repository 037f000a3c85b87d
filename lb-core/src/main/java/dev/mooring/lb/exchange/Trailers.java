// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;

/**
 * Decides which trailer fields are passed on. What frames or routes a message, says who sent it, or changes how it is to be read
 * has no business behind a body (RFC 9110, 6.5.1): whoever merges trailers into the header would believe it. Pure.
 */
final class Trailers {
    private static final HeaderName[] FORBIDDEN = {
        HeaderName.CONTENT_LENGTH,
        HeaderName.HOST,
        HeaderName.TE,
        HeaderName.EXPECT,
        HeaderName.MAX_FORWARDS,
        HeaderName.AUTHORIZATION,
        HeaderName.COOKIE,
        HeaderName.SET_COOKIE,
        HeaderName.CONTENT_TYPE,
        HeaderName.DATE,
        HeaderName.VIA,
        HeaderName.FORWARDED,
        HeaderName.X_FORWARDED_FOR,
        HeaderName.X_FORWARDED_HOST,
        HeaderName.X_FORWARDED_PORT,
        HeaderName.X_FORWARDED_PROTO,
        HeaderName.X_MOORING_EXPLAIN,
        HeaderName.of("Trailer"),
        HeaderName.of("Content-Encoding"),
        HeaderName.of("Content-Range"),
        HeaderName.of("Cache-Control"),
        HeaderName.of("Pragma"),
        HeaderName.of("Range"),
        HeaderName.of("If-Match"),
        HeaderName.of("If-None-Match"),
        HeaderName.of("If-Modified-Since"),
        HeaderName.of("If-Unmodified-Since"),
        HeaderName.of("If-Range"),
        HeaderName.of("Age"),
        HeaderName.of("Expires"),
        HeaderName.of("Location"),
        HeaderName.of("Retry-After"),
        HeaderName.of("Vary"),
        HeaderName.of("Warning"),
        HeaderName.of("WWW-Authenticate"),
    };

    private Trailers() {}

    /**
     * The fields that may go on.
     *
     * @param ofOneHop what {@code Connection} named in the head (RFC 9110, 7.6.1)
     */
    static HeaderChanges of(Headers trailers, HeaderName[] ofOneHop) {
        if (trailers.size() == 0) {
            // As nearly always.
            return new HeaderChanges(Headers.EMPTY);
        }
        HeaderChanges fields = RequestRewriter.withoutHopByHop(trailers);
        for (HeaderName name : FORBIDDEN) {
            fields.drop(name);
        }
        for (HeaderName name : ofOneHop) {
            fields.drop(name);
        }
        return fields;
    }
}
