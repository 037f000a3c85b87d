// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.filter.Filters;
import dev.mooring.lb.filter.RedirectRule;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.RouteAction.Redirect;
import dev.mooring.lb.model.RouteAction.Respond;
import dev.mooring.lb.model.RouteSpec;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A route, bound to the pools that it leads to: what a request that takes it needs. Immutable; safe from any thread. */
public final class Target {
    private final RouteSpec route;
    private final List<Leg> legs;
    private final Filters filters;
    private final @Nullable RedirectRule redirect;
    private final long weights;
    private final Supplier<RandomGenerator> random;

    Target(RouteSpec route, List<Leg> legs, List<ListenerSpec> listeners, Supplier<RandomGenerator> random) {
        this.route = route;
        this.filters = Filters.of(route.filters());
        this.redirect = route.action() instanceof Redirect to ? new RedirectRule(to, listeners) : null;
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

    /** What is done to requests and their responses. */
    public Filters filters() {
        return filters;
    }

    /** Where clients are sent; null if they are not. */
    public @Nullable RedirectRule redirect() {
        return redirect;
    }

    /** The status that the balancer answers with by itself; 0 for none. */
    public int ownStatus() {
        return route.action() instanceof Respond respond ? respond.status() : 0;
    }

    /** Why it answers by itself; empty if it does not. */
    public String ownReason() {
        return route.action() instanceof Respond respond ? respond.reason() : "";
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

    /** Whether chance decides for a share of the requests. */
    public boolean draws(int numerator, int denominator) {
        return numerator >= denominator || random.get().nextInt(denominator) < numerator;
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
