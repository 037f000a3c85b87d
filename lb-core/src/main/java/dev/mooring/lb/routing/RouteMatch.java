// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.model.RouteSpec;

/**
 * The route of a request, and which of its hosts matched. Made when the table is compiled; immutable.
 *
 * @param index the route's place in the list that the table was compiled from, for whoever binds things to routes
 * @param route the route
 * @param host the host as the route has it; {@code *} when the route is for all hosts
 */
public record RouteMatch(int index, RouteSpec route, String host) {}
