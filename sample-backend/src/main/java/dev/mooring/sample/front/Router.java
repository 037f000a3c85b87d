// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.front;

import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import dev.mooring.sample.http.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint for a path and a method. A path that ends with {@code /*} takes all paths one level below it. */
public final class Router implements Endpoint {
    private final Map<String, Map<HttpMethod, Endpoint>> routes = new LinkedHashMap<>();

    /** Routes GET, and with it HEAD. */
    public Router get(String path, Endpoint endpoint) {
        return add(HttpMethod.GET, path, endpoint).add(HttpMethod.HEAD, path, endpoint);
    }

    /** Routes POST. */
    public Router post(String path, Endpoint endpoint) {
        return add(HttpMethod.POST, path, endpoint);
    }

    /** Routes PUT. */
    public Router put(String path, Endpoint endpoint) {
        return add(HttpMethod.PUT, path, endpoint);
    }

    private Router add(HttpMethod method, String path, Endpoint endpoint) {
        routes.computeIfAbsent(path, any -> new LinkedHashMap<>()).put(method, endpoint);
        return this;
    }

    @Override
    public void handle(Exchange exchange) {
        String path = exchange.request().path();
        Map<HttpMethod, Endpoint> methods = find(path);
        if (methods == null) {
            throw new Problem(HttpResponseStatus.NOT_FOUND, "nothing is at " + path);
        }
        Endpoint endpoint = methods.get(exchange.request().method());
        if (endpoint == null) {
            String allowed = methods.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
            exchange.addHeader(HttpHeaderNames.ALLOW, allowed);
            throw new Problem(HttpResponseStatus.METHOD_NOT_ALLOWED, path + " takes " + allowed);
        }
        endpoint.handle(exchange);
    }

    private @Nullable Map<HttpMethod, Endpoint> find(String path) {
        Map<HttpMethod, Endpoint> exact = routes.get(path);
        return exact != null ? exact : routes.get(path.substring(0, path.lastIndexOf('/') + 1) + "*");
    }
}
