// SPDX-License-Identifier: Apache-2.0
/**
 * Decides whether a backend is well, and whom it may serve. Knows neither timers nor sockets: time comes in as a number. Start
 * with {@link dev.mooring.lb.health.Admission}.
 */
@NullMarked
package dev.mooring.lb.health;

import org.jspecify.annotations.NullMarked;
