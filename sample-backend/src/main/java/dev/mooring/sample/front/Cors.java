// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.front;

import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import dev.mooring.sample.http.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Lets pages of any origin use the server, with credentials, and answers preflights. The control API is the exception: it
 * can stop the process, so a page from the internet must not reach it through a visitor's browser.
 */
public final class Cors implements Endpoint {
    private static final String MAX_AGE_SECONDS = "600";

    private final Endpoint next;

    /**
     * @param next answers what is not a preflight
     */
    public Cors(Endpoint next) {
        this.next = next;
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.addHeader(HttpHeaderNames.VARY, "Origin");
        String origin = exchange.request().header(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            next.handle(exchange);
            return;
        }
        if (ControlPaths.contains(exchange.request().path()) && !Loopback.isOrigin(origin)) {
            throw new Problem(HttpResponseStatus.FORBIDDEN, "the control API only serves pages of this machine");
        }
        // With credentials the origin must be named; "*" makes browsers refuse (Fetch standard, CORS check).
        exchange.addHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        exchange.addHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        if (isPreflight(exchange)) {
            exchange.addHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT");
            exchange.addHeader(
                    HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Last-Event-ID, Authorization, Content-Type");
            exchange.addHeader(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
            exchange.answer(HttpResponseStatus.NO_CONTENT);
        } else {
            next.handle(exchange);
        }
    }

    private static boolean isPreflight(Exchange exchange) {
        return exchange.request().method().equals(HttpMethod.OPTIONS)
                && exchange.request().header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }
}
