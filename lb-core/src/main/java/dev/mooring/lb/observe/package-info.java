// SPDX-License-Identifier: Apache-2.0
/**
 * Tells what exchanges did: as metrics and as the lines of an access log. Only watches: it never changes a response, and it
 * never makes an event loop wait. Start with {@link dev.mooring.lb.observe.LbMeter}.
 */
@NullMarked
package dev.mooring.lb.observe;

import org.jspecify.annotations.NullMarked;
