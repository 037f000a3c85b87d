// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fills in the listener and the route that a short configuration leaves out, and says so. */
final class ImpliedDefaults {
    /** Where clients connect when nothing says where. */
    static final ListenerSpec LISTENER = new ListenerSpec("web", "127.0.0.1", 8080);

    private final Positions positions;
    private final Diagnostics diagnostics;

    ImpliedDefaults(Positions positions, Diagnostics diagnostics) {
        this.positions = positions;
        this.diagnostics = diagnostics;
    }

    GatewaySpec fill(GatewaySpec spec) {
        return route(listener(spec));
    }

    private GatewaySpec listener(GatewaySpec spec) {
        if (!spec.listeners().isEmpty() || isWritten("listeners")) {
            return spec;
        }
        report(DiagnosticCode.IMPLIED_DEFAULT, "no listener is named, so 'web' listens on 127.0.0.1:8080");
        return Specs.withListeners(spec, List.of(LISTENER));
    }

    private GatewaySpec route(GatewaySpec spec) {
        if (spec.pools().isEmpty() && !isWritten("pools") && spec.routes().isEmpty()) {
            report(
                    DiagnosticCode.MISSING_KEY,
                    Wording.message(KeyPath.ROOT, "nothing to balance", "no pool", "key 'pools' with at least one"));
            return spec;
        }
        if (!spec.routes().isEmpty() || isWritten("routes") || spec.pools().isEmpty()) {
            return spec;
        }
        if (spec.pools().size() > 1) {
            String found = spec.pools().size() + " pools and no route";
            String expected = "key 'routes' that says which requests go to which pool";
            report(DiagnosticCode.MISSING_KEY, Wording.message(KeyPath.ROOT, "which pool?", found, expected));
            return spec;
        }
        PoolSpec pool = spec.pools().get(0);
        report(
                DiagnosticCode.IMPLIED_DEFAULT,
                "no route is named, so all requests go to pool " + Wording.quoted(pool.name()));
        RouteSpec route = new RouteSpec("route-1", Set.of(), List.of(), PathSpec.ANY, Set.of(), Map.of(), pool.name());
        return Specs.withRoutes(spec, List.of(route));
    }

    /** Whether the user wrote something there, even if it could not be read. */
    private boolean isWritten(String key) {
        return positions
                .node(KeyPath.of(key))
                .filter(node -> !(node instanceof MapNode map && map.entries().isEmpty()))
                .filter(node -> !(node instanceof ListNode list && list.items().isEmpty()))
                .isPresent();
    }

    private void report(DiagnosticCode code, String message) {
        diagnostics.add(code, positions.of(KeyPath.ROOT), message, "");
    }
}
