// SPDX-License-Identifier: Apache-2.0
/**
 * Chooses the backend of one request: affinity first, then the balancer, and always with the reason. No time, no I/O.
 * Start with {@link dev.mooring.lb.selection.Selector}.
 */
@NullMarked
package dev.mooring.lb.selection;

import org.jspecify.annotations.NullMarked;
