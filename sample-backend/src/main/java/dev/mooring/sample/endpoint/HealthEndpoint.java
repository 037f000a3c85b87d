// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.BooleanSupplier;

/** {@code GET /health}: what a probe asks for. */
public final class HealthEndpoint implements Endpoint {
    private final BooleanSupplier healthy;

    /**
     * @param healthy whether the server says that it is well
     */
    public HealthEndpoint(BooleanSupplier healthy) {
        this.healthy = healthy;
    }

    @Override
    public void handle(Exchange exchange) {
        boolean up = healthy.getAsBoolean();
        exchange.answer(
                up ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                out -> out.writeStringField("status", up ? "up" : "down"));
    }
}
