// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import dev.mooring.lb.admin.OriginGuard.Verdict;
import dev.mooring.lb.model.AdminSpec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that stands between a request and its route, in order: host, origin, token. Pure. */
final class AdminGuards {
    /** Probes of the platform have no token, and these paths say nothing that is worth one. */
    static final Set<String> WITHOUT_TOKEN = Set.of("/live", "/ready");

    private static final String FETCH_SITE = "sec-fetch-site";

    private final HostGuard hosts;
    private final OriginGuard origins;
    private final TokenGuard token;

    AdminGuards(AdminSpec spec) {
        hosts = new HostGuard(spec.host(), spec.allowedOrigins());
        origins = new OriginGuard(spec.allowedOrigins());
        token = new TokenGuard(spec.token());
    }

    /**
     * What the guards say.
     *
     * @param answer the answer of the guard that stopped the request; null when it may go on
     * @param page the allowed origin that must be told that it may read the answer; null for none
     */
    record Ruling(@Nullable AdminResponse answer, @Nullable String page) {}

    Ruling judge(HttpRequest request) {
        Optional<AdminResponse> unclear = FramingGuard.refusal(request);
        if (unclear.isPresent()) {
            return new Ruling(unclear.get(), null);
        }
        HttpHeaders headers = request.headers();
        String host = headers.get(HttpHeaderNames.HOST, "");
        if (!hosts.allows(host)) {
            return new Ruling(
                    AdminResponse.error(
                            403,
                            "this Host is not mine (expected: a loopback name, or the host of admin in the configuration)"),
                    null);
        }
        String method = request.method().name();
        Verdict who = origins.judge(method, headers.getAll(HttpHeaderNames.ORIGIN), host, headers.get(FETCH_SITE));
        if (who == Verdict.REFUSED) {
            return new Ruling(
                    AdminResponse.error(
                            403, "web pages of other origins may not do this (see allowed-origins of admin)"),
                    null);
        }
        String page = who == Verdict.ALLOWED_PAGE ? headers.get(HttpHeaderNames.ORIGIN) : null;
        if (page != null && isPreflight(request)) {
            return new Ruling(preflight(), page);
        }
        boolean open = OriginGuard.READS.contains(method) && WITHOUT_TOKEN.contains(path(request));
        return new Ruling(
                open || token.accepts(headers.getAll(HttpHeaderNames.AUTHORIZATION)) ? null : unauthorized(), page);
    }

    private static String path(HttpRequest request) {
        String target = request.uri();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static boolean isPreflight(HttpRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    // A preflight never has a token (WHATWG Fetch, 4.8), so it is answered before one is asked for.
    private static AdminResponse preflight() {
        return AdminResponse.text(204, "", "")
                .with("Access-Control-Allow-Methods", "GET, POST")
                .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
                .with("Access-Control-Max-Age", "600");
    }

    private static AdminResponse unauthorized() {
        return AdminResponse.error(401, "expected: Authorization: Bearer with the token of admin in the configuration")
                .with("WWW-Authenticate", "Bearer realm=\"mooring admin\"");
    }
}
