// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.front.Loopback;
import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import dev.mooring.sample.http.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * {@code GET /redirect?to=URL}: a 307. It shows the trap of redirecting a stream to one backend: browsers reconnect to the
 * new address, past the balancer. It only leads to this machine, so that it is no open redirect.
 */
public final class RedirectEndpoint implements Endpoint {
    @Override
    public void handle(Exchange exchange) {
        String to = exchange.request().query("to");
        if (to == null || !isHere(to)) {
            throw Problem.badRequest("to=" + to + " (expected: a path, or a URL on this machine)");
        }
        exchange.addHeader(HttpHeaderNames.LOCATION, to);
        exchange.answer(HttpResponseStatus.TEMPORARY_REDIRECT);
    }

    private static boolean isHere(String to) {
        boolean printable = to.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        boolean path = to.startsWith("/") && !to.startsWith("//");
        return printable && (path || (to.startsWith("http://") && Loopback.isOrigin(to)));
    }
}
