// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.Lists;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.FilterSpec.Cors;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The CORS protocol (Fetch standard, 3.2) for one route. Pure. */
final class CorsRule {
    private static final HeaderName ORIGIN = HeaderName.of("Origin");
    private static final HeaderName VARY = HeaderName.of("Vary");
    private static final HeaderName REQUEST_METHOD = HeaderName.of("Access-Control-Request-Method");
    private static final HeaderName REQUEST_HEADERS = HeaderName.of("Access-Control-Request-Headers");
    private static final HeaderName ALLOW_ORIGIN = HeaderName.of("Access-Control-Allow-Origin");
    private static final HeaderName ALLOW_CREDENTIALS = HeaderName.of("Access-Control-Allow-Credentials");
    private static final HeaderName EXPOSE_HEADERS = HeaderName.of("Access-Control-Expose-Headers");
    private static final String ALL = "*";

    private final Cors spec;
    private final List<String> origins;

    CorsRule(Cors spec) {
        this.spec = spec;
        this.origins = spec.allowOrigins().stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether a browser asks whether it may send another request. */
    static boolean isPreflight(RequestHead head) {
        return head.method().equals("OPTIONS")
                && head.headers().contains(ORIGIN)
                && head.headers().contains(REQUEST_METHOD);
    }

    /** The answer to a preflight; one without permission if the origin has none. */
    Headers preflight(RequestHead head) {
        Headers.Builder fields = new Headers.Builder();
        String origin = allowed(head);
        if (origin != null) {
            fields.add(ALLOW_ORIGIN.toString(), origin);
            if (spec.allowCredentials()) {
                fields.add(ALLOW_CREDENTIALS.toString(), "true");
            }
            add(
                    fields,
                    "Access-Control-Allow-Methods",
                    spec.allowMethods(),
                    head.headers().first(REQUEST_METHOD));
            add(
                    fields,
                    "Access-Control-Allow-Headers",
                    spec.allowHeaders(),
                    head.headers().first(REQUEST_HEADERS));
            fields.add("Access-Control-Max-Age", Long.toString(spec.maxAge().toSeconds()));
        }
        return fields.add("Vary", "Origin").add("Content-Length", "0").build();
    }

    /** Tells the browser what it may do with the response. */
    void answer(RequestHead head, HeaderChanges fields) {
        fields.remove(ALLOW_ORIGIN, any -> true);
        fields.remove(ALLOW_CREDENTIALS, any -> true);
        fields.remove(EXPOSE_HEADERS, any -> true);
        String origin = allowed(head);
        if (origin == null || !origin.equals(ALL)) {
            fields.add(VARY, "Origin");
        }
        if (origin == null) {
            return;
        }
        fields.add(ALLOW_ORIGIN, origin);
        if (spec.allowCredentials()) {
            fields.add(ALLOW_CREDENTIALS, "true");
        }
        boolean noMeaning = spec.allowCredentials() && spec.exposeHeaders().contains(ALL);
        if (!spec.exposeHeaders().isEmpty() && !noMeaning) {
            fields.add(EXPOSE_HEADERS, String.join(", ", spec.exposeHeaders()));
        }
    }

    /** With cookies an asterisk has no meaning, so that what was asked for is repeated. */
    private void add(Headers.Builder fields, String name, List<String> allowed, @Nullable String asked) {
        if (!allowed.contains(ALL)) {
            if (!allowed.isEmpty()) {
                fields.add(name, String.join(", ", allowed));
            }
            return;
        }
        List<String> tokens = asked == null
                ? List.of()
                : Lists.members(asked).stream().filter(Tokens::isToken).toList();
        if (!spec.allowCredentials()) {
            fields.add(name, ALL);
        } else if (!tokens.isEmpty()) {
            fields.add(name, String.join(", ", tokens));
        }
    }

    /** What Access-Control-Allow-Origin says; null if the origin may do nothing, or there is none. */
    private @Nullable String allowed(RequestHead head) {
        String origin = head.headers().first(ORIGIN);
        if (origin == null) {
            return null;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        for (String pattern : origins) {
            if (pattern.equals(ALL)) {
                return spec.allowCredentials() ? origin : ALL;
            }
            if (matches(pattern, lower)) {
                return origin;
            }
        }
        return null;
    }

    /** One asterisk stands for one or more characters that are no slash. */
    private static boolean matches(String pattern, String origin) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(origin);
        }
        String tail = pattern.substring(star + 1);
        return origin.length() > pattern.length() - 1
                && origin.startsWith(pattern.substring(0, star))
                && origin.endsWith(tail)
                && origin.indexOf('/', star) < 0;
    }
}
