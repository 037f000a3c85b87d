// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code GET /stop}: 204, the one polite way to tell an EventSource not to come back. */
public final class StopEndpoint implements Endpoint {
    @Override
    public void handle(Exchange exchange) {
        exchange.answer(HttpResponseStatus.NO_CONTENT);
    }
}
