// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.model.RouteSpec;

/** stub. */
public record RouteMatch(RouteSpec route) {}
