// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.RequestHead;

/**
 * What an exchange owes until its end: the place held at a backend, and one record. It goes along when the exchange becomes a
 * tunnel. Confined to one event loop.
 *
 * @param loop what the exchanges of the loop share
 * @param head the request
 * @param held the backend that serves it
 * @param trace what has happened
 * @param clocks how long it took
 */
record Account(LoopServices loop, RequestHead head, BackendHold held, ExchangeTrace trace, ExchangeClocks clocks) {
    /** Settles it; once. */
    void settle(BodyEnd end) {
        held.giveBack();
        loop.observer().ended(trace.record(head, end, clocks.timing(now())));
    }

    long now() {
        return loop.timers().now();
    }
}
