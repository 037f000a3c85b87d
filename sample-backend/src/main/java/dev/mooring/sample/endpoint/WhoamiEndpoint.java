// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import dev.mooring.sample.http.Request;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/whoami}: which server answers, and the request as it arrived here, with what a balancer added. Headers
 * keep their order and number. Cookies are shown, because they are the lesson; secrets are not.
 */
public final class WhoamiEndpoint implements Endpoint {
    private static final String REDACTED = "(redacted)";

    private final String server;
    private final @Nullable String token;

    /**
     * @param server the server's name
     * @param token a secret that is not shown wherever it stands; null when there is none
     */
    public WhoamiEndpoint(String server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    @Override
    public void handle(Exchange exchange) {
        Request request = exchange.request();
        exchange.addHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
        exchange.answer(HttpResponseStatus.OK, out -> {
            out.writeStringField("server", server);
            out.writeStringField("connection", exchange.connectionName());
            out.writeStringField("client", NetUtil.toSocketAddressString(exchange.clientAddress()));
            out.writeStringField("method", request.method().name());
            out.writeStringField("path", request.path());
            out.writeStringField("version", request.version().text());
            out.writeArrayFieldStart("headers");
            for (Map.Entry<String, String> header : request.headers()) {
                out.writeStartObject();
                out.writeStringField("name", header.getKey());
                out.writeStringField("value", isSecret(header) ? REDACTED : header.getValue());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    /** The token may also stand in a Referer, when the page was opened with it in the URL. */
    private boolean isSecret(Map.Entry<String, String> header) {
        String name = header.getKey();
        return HttpHeaderNames.AUTHORIZATION.contentEqualsIgnoreCase(name)
                || HttpHeaderNames.PROXY_AUTHORIZATION.contentEqualsIgnoreCase(name)
                || (token != null && header.getValue().contains(token));
    }
}
