// SPDX-License-Identifier: Apache-2.0
/**
 * Picks one backend among candidates that may all be picked. Knows nothing of cookies or health. Start with
 * {@link dev.mooring.lb.balancing.Balancer}.
 */
@NullMarked
package dev.mooring.lb.balancing;

import org.jspecify.annotations.NullMarked;
