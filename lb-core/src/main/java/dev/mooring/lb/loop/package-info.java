// SPDX-License-Identifier: Apache-2.0
/**
 * What one event loop shares among its connections: its clock and its deadlines. Knows nothing of what is being timed. Start
 * with {@link dev.mooring.lb.loop.LoopTimers}.
 */
@NullMarked
package dev.mooring.lb.loop;

import org.jspecify.annotations.NullMarked;
