// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.filter.Filters;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.util.Optional;

/**
 * One pool that a route leads to, with what holds on this way: what the route asks for, or else what the pool does. Made when a
 * snapshot is; immutable.
 *
 * @param pool the pool
 * @param weight its share among the legs of the route
 * @param filters what is done to requests on this way, after the route's own filters
 * @param timeouts the clocks
 * @param retry when a request is tried again
 * @param buffering what is held back
 * @param bodyBytes the largest request body
 * @param issuesCookie whether clients are told of the backend that they are bound to
 * @param cookiePath the path of an affinity cookie; empty for that of the affinity
 */
public record Leg(
        Pool pool,
        int weight,
        Filters filters,
        TimeoutSpec timeouts,
        RetrySpec retry,
        BufferingSpec buffering,
        long bodyBytes,
        boolean issuesCookie,
        Optional<String> cookiePath) {
    static Leg of(RouteSpec route, Destination destination, Pool pool) {
        return new Leg(
                pool,
                destination.weight(),
                Filters.of(destination.filters()),
                route.policy().timeouts().orElse(pool.spec().timeouts()),
                route.policy().retry().orElse(pool.spec().retry()),
                route.policy().buffering().orElse(pool.spec().buffering()),
                route.policy().bodyBytes().orElse(Long.MAX_VALUE),
                route.policy().issuesCookie(),
                route.policy().cookiePath());
    }
}
