// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.front;

import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import dev.mooring.sample.http.Problem;
import dev.mooring.sample.http.Request;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the token before anything under {@code /api/}. It is taken from {@code Authorization: Bearer} or, because an
 * EventSource cannot send headers, from {@code ?token=}.
 */
public final class TokenCheck implements Endpoint {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final Endpoint next;

    /**
     * @param token what clients must present
     * @param next answers those who do
     */
    public TokenCheck(String token, Endpoint next) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.next = next;
    }

    @Override
    public void handle(Exchange exchange) {
        if (exchange.request().path().startsWith("/api/") && !isTrusted(exchange.request())) {
            exchange.addHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
            throw new Problem(HttpResponseStatus.UNAUTHORIZED, "this server asks for a token");
        }
        next.handle(exchange);
    }

    private boolean isTrusted(Request request) {
        String authorization = request.header(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return matches(authorization.substring(SCHEME.length()));
        }
        return matches(request.query("token"));
    }

    /** Takes the same time wherever the first difference is, so that the token cannot be guessed byte by byte. */
    private boolean matches(@Nullable String presented) {
        return presented != null && MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8));
    }
}
