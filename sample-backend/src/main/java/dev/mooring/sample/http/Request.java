// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of a request, with its target taken apart. Confined to one event loop. */
public final class Request {
    private final HttpRequest head;
    private final QueryStringDecoder target;

    /**
     * @throws Problem when the target cannot be decoded
     */
    Request(HttpRequest head) {
        this.head = head;
        this.target = new QueryStringDecoder(head.uri());
        try {
            target.path();
            target.parameters();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("the request target is malformed: " + e.getMessage());
        }
    }

    /** The head as it came from the wire. */
    HttpRequest head() {
        return head;
    }

    /** The method. */
    public HttpMethod method() {
        return head.method();
    }

    /** The version the client speaks. */
    public HttpVersion version() {
        return head.protocolVersion();
    }

    /** The decoded path, without the query. */
    public String path() {
        return target.path();
    }

    /** All headers, in the order and number they were sent. */
    public HttpHeaders headers() {
        return head.headers();
    }

    /** A header's first value; null when the header is absent. */
    public @Nullable String header(CharSequence name) {
        return head.headers().get(name);
    }

    /** A query parameter's first value; null when it is absent. */
    public @Nullable String query(String name) {
        List<String> values = target.parameters().get(name);
        return values == null ? null : values.get(0);
    }

    /** True for {@code ?name=1}. */
    public boolean flag(String name) {
        return "1".equals(query(name));
    }

    /**
     * A whole number from the query; {@code fallback} when the parameter is absent.
     *
     * @throws Problem (400) when it is not a number between {@code min} and {@code max}
     */
    public int number(String name, int fallback, int min, int max) {
        String text = query(name);
        if (text == null) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, together with numbers out of range.
        }
        throw Problem.badRequest(name + "=" + text + " (expected: a whole number from " + min + " to " + max + ")");
    }
}
