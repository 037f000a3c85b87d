// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.RouteSpec;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A route, bound to the pools that it leads to: what a request that takes it needs. Immutable; safe from any thread. */
public final class Target {
    private final RouteSpec route;
    private final List<Leg> legs;
    private final long weights;
    private final Supplier<RandomGenerator> random;

    Target(RouteSpec route, List<Leg> legs, Supplier<RandomGenerator> random) {
        this.route = route;
        this.legs = legs;
        this.weights = legs.stream().mapToLong(Leg::weight).sum();
        this.random = random;
    }

    /** The route. */
    public RouteSpec route() {
        return route;
    }

    /** Where it leads to; empty for a redirect and for a response of the balancer's own. */
    public List<Leg> legs() {
        return legs;
    }

    /**
     * The leg for this request: the one that has the backend its client is bound to, else one by chance in proportion to their
     * weights; null when there is none that may be given a new client.
     */
    public @Nullable Leg choose(RequestHead head) {
        if (legs.size() == 1) {
            return legs.get(0);
        }
        for (int i = 0; i < legs.size(); i++) {
            if (legs.get(i).pool().isBound(head)) {
                return legs.get(i);
            }
        }
        return weights == 0 ? null : byChance(random.get().nextLong(weights));
    }

    private @Nullable Leg byChance(long drawn) {
        long left = drawn;
        for (Leg leg : legs) {
            if (left < leg.weight()) {
                return leg;
            }
            left -= leg.weight();
        }
        return null;
    }
}
