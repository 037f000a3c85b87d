// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.profile.Habits;
import dev.mooring.lb.routing.RouteMatch;
import dev.mooring.lb.routing.RouteTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A configuration, compiled: what one request sees from its first step to its last. Immutable; safe from any thread. */
public final class Snapshot {
    private final GatewaySpec spec;
    private final RouteTable routes;
    private final List<Target> targets;
    private final Map<String, Pool> pools;
    private final Map<String, Manners> manners;
    private final Manners plain;
    private final IntSupplier streams;

    /** The routes are compiled, their pools bound to them. */
    Snapshot(
            GatewaySpec spec,
            RouteTable routes,
            Map<String, Pool> pools,
            IntSupplier streams,
            Supplier<RandomGenerator> random) {
        this.streams = streams;
        this.spec = spec;
        this.pools = pools;
        this.routes = routes;
        this.manners = manners(spec, random);
        this.plain = new Manners(new ListenerSpec("", "", 0), Habits.of(Profile.PLAIN, random));
        this.targets = spec.routes().stream()
                .map(route -> new Target(route, legs(route, pools), spec.listeners(), random))
                .toList();
    }

    private static Map<String, Manners> manners(GatewaySpec spec, Supplier<RandomGenerator> random) {
        Map<String, Manners> byName = new HashMap<>();
        for (ListenerSpec listener : spec.listeners()) {
            byName.put(listener.name(), new Manners(listener, Habits.of(listener.profile(), random)));
        }
        return byName;
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

    /** The event streams that run now, those on backends of earlier configurations among them. */
    public int streams() {
        return streams.getAsInt();
    }

    /** How the listener of this name behaves; one that is no more, and whose connections go on, behaves plainly. */
    public Manners manners(String listener) {
        return manners.getOrDefault(listener, plain);
    }

    /** The route that a request takes; null when none matches. */
    public @Nullable Target match(RequestHead head, String listener) {
        RouteMatch match = routes.match(head, listener);
        return match == null ? null : targets.get(match.index());
    }
}
