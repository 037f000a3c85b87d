// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.routing.RouteMatch;
import dev.mooring.lb.routing.RouteTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A configuration, compiled: what one request sees from its first step to its last. Immutable; safe from any thread. */
public final class Snapshot {
    private final GatewaySpec spec;
    private final RouteTable routes;
    private final List<Target> targets;
    private final Map<String, Pool> pools;

    /** The routes are compiled, their pools bound to them. */
    Snapshot(GatewaySpec spec, RouteTable routes, Map<String, Pool> pools, Supplier<RandomGenerator> random) {
        this.spec = spec;
        this.pools = pools;
        this.routes = routes;
        this.targets = spec.routes().stream()
                .map(route -> new Target(route, legs(route, pools), random))
                .toList();
    }

    private static List<Leg> legs(RouteSpec route, Map<String, Pool> pools) {
        return route.destinations().stream()
                .map(to -> Leg.of(route, to, Objects.requireNonNull(pools.get(to.pool()), to.pool())))
                .toList();
    }

    /** What was asked for. */
    public GatewaySpec spec() {
        return spec;
    }

    /** Its pools, in the order of the configuration. */
    public Collection<Pool> pools() {
        return pools.values();
    }

    /** The pool of this name; null when there is none. */
    public @Nullable Pool pool(String name) {
        return pools.get(name);
    }

    /** The route that a request takes; null when none matches. */
    public @Nullable Target match(RequestHead head, String listener) {
        RouteMatch match = routes.match(head, listener);
        return match == null ? null : targets.get(match.index());
    }
}
