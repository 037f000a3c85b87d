// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.BackendConnections;
import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.loop.LoopTurn;

/**
 * What the exchanges of one event loop share. Confined to it.
 *
 * @param turn what it sends, and when
 * @param timers its clock and deadlines
 * @param connections its connections to backends
 * @param observer who is told what happens; shared by all loops
 */
public record LoopServices(
        LoopTurn turn, LoopTimers timers, BackendConnections connections, ExchangeObserver observer) {
    /** Closes the idle connections to backends: all of them, or only to those that serve no more. */
    public void closeIdle(boolean all) {
        if (all) {
            connections.closeAll();
        } else {
            connections.closeRetired();
        }
    }
}
