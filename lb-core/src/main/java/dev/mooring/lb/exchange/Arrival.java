// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http1.Framing;

/**
 * A request that was admitted. Immutable.
 *
 * @param head its head
 * @param framing where its body ends
 * @param listener the name of the listener it came in by
 * @param memory what its connection knows
 */
public record Arrival(RequestHead head, Framing framing, String listener, ConnectionMemory memory) {}
