// SPDX-License-Identifier: Apache-2.0
/**
 * What the plain path costs, in units that a busy machine does not change: octets allocated and system calls made by the event
 * loop. Start with {@link dev.mooring.lb.cost.CostIT}.
 */
@NullMarked
package dev.mooring.lb.cost;

import org.jspecify.annotations.NullMarked;
