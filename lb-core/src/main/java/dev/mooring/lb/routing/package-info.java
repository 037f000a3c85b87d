// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the route of a request. Knows nothing of backends. Start with {@link dev.mooring.lb.routing.RouteTable}.
 */
@NullMarked
package dev.mooring.lb.routing;

import org.jspecify.annotations.NullMarked;
