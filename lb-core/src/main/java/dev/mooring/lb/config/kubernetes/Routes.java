// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.model.FieldMatch;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.List;
import java.util.Set;

/** Routes that differ from another one in a single part. */
final class Routes {
    private Routes() {}

    /** All requests of these hosts and listeners with this path. */
    static RouteSpec of(String name, Set<String> listeners, List<String> hosts, PathSpec path, RouteAction action) {
        return new RouteSpec(
                name,
                listeners,
                hosts,
                path,
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                action,
                List.of(),
                RoutePolicy.NONE);
    }

    static RouteSpec named(RouteSpec route, String name) {
        return new RouteSpec(
                name,
                route.listeners(),
                route.hosts(),
                route.path(),
                route.methods(),
                route.headers(),
                route.queries(),
                route.cookies(),
                route.action(),
                route.filters(),
                route.policy());
    }

    static RouteSpec with(RouteSpec route, List<FilterSpec> filters, RoutePolicy policy) {
        return new RouteSpec(
                route.name(),
                route.listeners(),
                route.hosts(),
                route.path(),
                route.methods(),
                route.headers(),
                route.queries(),
                route.cookies(),
                route.action(),
                filters,
                policy);
    }

    static RouteSpec matching(
            RouteSpec route,
            Set<String> methods,
            List<FieldMatch> headers,
            List<FieldMatch> queries,
            List<FieldMatch> cookies) {
        return new RouteSpec(
                route.name(),
                route.listeners(),
                route.hosts(),
                route.path(),
                methods,
                headers,
                queries,
                cookies,
                route.action(),
                route.filters(),
                route.policy());
    }
}
