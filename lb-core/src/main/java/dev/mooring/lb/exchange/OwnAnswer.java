// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.MaxForwards;
import dev.mooring.lb.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** Answers that this balancer owes by itself, because the request says that it may be passed on no more. Pure. */
final class OwnAnswer {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE";

    /** What RFC 9110, 9.3.8 keeps out of an echo: a page that reads it must not learn what its script could not. */
    private static final HeaderName[] SECRET = {
        HeaderName.COOKIE, HeaderName.AUTHORIZATION, HeaderName.of("Proxy-Authorization"),
    };

    private OwnAnswer() {}

    /** The answer to a request whose Max-Forwards is used up; null for any other. */
    static @Nullable LocalResponse of(RequestHead head) {
        if (!MaxForwards.isUsedUp(head)) {
            return null;
        }
        String echo = head.method().equals("TRACE") ? echo(head) : "";
        Headers.Builder fields = new Headers.Builder();
        if (echo.isEmpty()) {
            fields.add("Allow", METHODS);
        } else {
            fields.add("Content-Type", "message/http");
        }
        fields.add("Content-Length", Integer.toString(echo.length())).add("Cache-Control", "no-store");
        return new LocalResponse(200, "OK", fields.build(), echo);
    }

    private static String echo(RequestHead head) {
        StringBuilder text = new StringBuilder(head.method()).append(' ').append(head.target());
        text.append(' ').append(head.version()).append("\r\n");
        Headers headers = head.headers();
        for (int i = 0; i < headers.size(); i++) {
            if (!isSecret(headers, i)) {
                text.append(headers.name(i))
                        .append(": ")
                        .append(headers.value(i))
                        .append("\r\n");
            }
        }
        return text.append("\r\n").toString();
    }

    private static boolean isSecret(Headers headers, int i) {
        for (HeaderName name : SECRET) {
            if (headers.is(i, name)) {
                return true;
            }
        }
        return false;
    }
}
