// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RouteSpec;
import java.util.List;
import java.util.Optional;

/** Specs that differ from another one in a single part. */
final class Specs {
    /** Nothing asked for yet. */
    static final GatewaySpec EMPTY = new GatewaySpec(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            LimitSpec.DEFAULT,
            GatewaySpec.DEFAULT_DRAIN_TIMEOUT,
            AccessLogSpec.OFF,
            false,
            Optional.empty());

    private Specs() {}

    static GatewaySpec with(
            GatewaySpec spec, List<ListenerSpec> listeners, List<RouteSpec> routes, List<PoolSpec> pools) {
        return new GatewaySpec(
                listeners,
                routes,
                pools,
                spec.trustedProxies(),
                spec.cookieSecrets(),
                spec.limits(),
                spec.drainTimeout(),
                spec.accessLog(),
                spec.explain(),
                spec.admin());
    }

    static GatewaySpec withListeners(GatewaySpec spec, List<ListenerSpec> listeners) {
        return with(spec, listeners, spec.routes(), spec.pools());
    }

    static GatewaySpec withRoutes(GatewaySpec spec, List<RouteSpec> routes) {
        return with(spec, spec.listeners(), routes, spec.pools());
    }

    static GatewaySpec withPools(GatewaySpec spec, List<PoolSpec> pools) {
        return with(spec, spec.listeners(), spec.routes(), pools);
    }

    static GatewaySpec withAdmin(GatewaySpec spec, AdminSpec admin) {
        return new GatewaySpec(
                spec.listeners(),
                spec.routes(),
                spec.pools(),
                spec.trustedProxies(),
                spec.cookieSecrets(),
                spec.limits(),
                spec.drainTimeout(),
                spec.accessLog(),
                spec.explain(),
                Optional.of(admin));
    }
}
