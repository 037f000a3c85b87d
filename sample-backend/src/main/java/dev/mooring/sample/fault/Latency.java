// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.fault;

import dev.mooring.sample.front.ControlPaths;
import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import java.util.concurrent.TimeUnit;

/** Makes every request wait as long as the latency fault says; the control API is never slowed. */
public final class Latency implements Endpoint {
    private final Faults faults;
    private final Endpoint next;

    /**
     * @param faults says how long
     * @param next answers after that time
     */
    public Latency(Faults faults, Endpoint next) {
        this.faults = faults;
        this.next = next;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // when the client leaves meanwhile, the answer goes nowhere
    public void handle(Exchange exchange) {
        int millis = faults.latencyMillis();
        if (millis == 0 || ControlPaths.contains(exchange.request().path())) {
            next.handle(exchange);
        } else {
            exchange.loop().schedule(() -> exchange.guard(() -> next.handle(exchange)), millis, TimeUnit.MILLISECONDS);
        }
    }
}
