// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.loop.Timed;

/** A client's connection with requests on it, whatever its protocol. Confined to its event loop. */
interface Served extends Timed {
    /** The balancer is shutting down: an idle connection closes, a busy one after its responses. */
    void drain();

    /** A drain has come to its deadline: of the whole balancer, or of backends. */
    void drainEnded(boolean wholeBalancer);
}
