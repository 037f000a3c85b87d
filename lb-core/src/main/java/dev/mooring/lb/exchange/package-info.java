// SPDX-License-Identifier: Apache-2.0
/**
 * One request and its response, from route to record, on one event loop. Never binds a port. Start with
 * {@link dev.mooring.lb.exchange.Exchange}.
 */
@NullMarked
package dev.mooring.lb.exchange;

import org.jspecify.annotations.NullMarked;
