// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Serves one file of the page. The page loads nothing from elsewhere, and the browser is told to hold it to that. */
public final class PageEndpoint implements Endpoint {
    private final byte[] content;
    private final String contentType;
    private final String policy;

    private PageEndpoint(byte[] content, String contentType, String policy) {
        this.content = content;
        this.contentType = contentType;
        this.policy = policy;
    }

    /**
     * Reads a file of the page.
     *
     * @param file name of the resource
     * @param contentType how it is served
     * @param dashboard the balancer's admin listener, which the page may talk to; null when there is none
     */
    public static PageEndpoint of(String file, String contentType, @Nullable URI dashboard) {
        try (InputStream in = PageEndpoint.class.getResourceAsStream("/dev/mooring/sample/page/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the page's file is missing from the jar: " + file);
            }
            return new PageEndpoint(in.readAllBytes(), contentType, policy(dashboard));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the page's file " + file, e);
        }
    }

    /** Other backends of a demo run on this machine, and the page talks to their control APIs. */
    private static String policy(@Nullable URI dashboard) {
        String connect = "connect-src 'self' http://127.0.0.1:* http://localhost:*";
        if (dashboard != null) {
            connect += " " + dashboard.getScheme() + "://" + dashboard.getRawAuthority();
        }
        return "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " + connect;
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.addHeader("Content-Security-Policy", policy);
        exchange.addHeader("X-Content-Type-Options", "nosniff");
        exchange.addHeader("Referrer-Policy", "no-referrer");
        exchange.addHeader(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        exchange.answer(HttpResponseStatus.OK, contentType, content);
    }
}
