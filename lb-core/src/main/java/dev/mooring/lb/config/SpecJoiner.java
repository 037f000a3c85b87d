// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RouteSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Joins what several files ask for: listeners, routes and pools of a later file follow those of the earlier ones, everything
 * else may stand in one file only. Whatever collides is reported, and the earlier one stays. Confined to one thread.
 */
final class SpecJoiner {
    private final Diagnostics diagnostics;
    private final Positions positions;
    private GatewaySpec joined = Specs.EMPTY;

    /** The positions are those of the joined spec, and grow with it. */
    SpecJoiner(Diagnostics diagnostics, Positions positions) {
        this.diagnostics = diagnostics;
        this.positions = positions;
    }

    GatewaySpec joined() {
        return joined;
    }

    void add(GatewaySpec later, Positions laterPositions) {
        joined = new GatewaySpec(
                named("listeners", GatewaySpec::listeners, ListenerSpec::name, later, laterPositions),
                named("routes", GatewaySpec::routes, RouteSpec::name, later, laterPositions),
                named("pools", GatewaySpec::pools, PoolSpec::name, later, laterPositions),
                single("trusted-proxies", GatewaySpec::trustedProxies, later, laterPositions),
                single("cookie-secrets", GatewaySpec::cookieSecrets, later, laterPositions),
                single("limits", GatewaySpec::limits, later, laterPositions),
                single("drain-timeout", GatewaySpec::drainTimeout, later, laterPositions),
                single("access-log", GatewaySpec::accessLog, later, laterPositions),
                single("explain", GatewaySpec::explain, later, laterPositions),
                single("admin", GatewaySpec::admin, later, laterPositions));
        positions.addAll(laterPositions);
    }

    private <T> List<T> named(
            String key,
            Function<GatewaySpec, List<T>> part,
            Function<T, String> name,
            GatewaySpec later,
            Positions laterPositions) {
        List<T> all = new ArrayList<>(part.apply(joined));
        Set<String> names = new HashSet<>(all.stream().map(name).toList());
        for (T item : part.apply(later)) {
            KeyPath path = KeyPath.of(key, name.apply(item));
            if (names.add(name.apply(item))) {
                all.add(item);
            } else {
                String found = Wording.quoted(name.apply(item)) + ", which is at " + positions.of(path) + " already";
                String message = Wording.message(path, "the name is taken", found, "another one");
                diagnostics.add(DiagnosticCode.DUPLICATE_NAME, laterPositions.of(path), message, "");
            }
        }
        return all;
    }

    private <T> T single(String key, Function<GatewaySpec, T> part, GatewaySpec later, Positions laterPositions) {
        KeyPath path = KeyPath.of(key);
        if (laterPositions.node(path).isEmpty()) {
            // What nobody wrote may still be the habit of a product, which is no default of Mooring's.
            boolean untouched = Objects.equals(part.apply(joined), part.apply(Specs.EMPTY));
            return untouched && positions.node(path).isEmpty() ? part.apply(later) : part.apply(joined);
        }
        if (positions.node(path).isEmpty()) {
            return part.apply(later);
        }
        String message =
                Wording.message(path, "set in two files", "it at " + positions.of(path) + " already", "it once");
        diagnostics.add(DiagnosticCode.DUPLICATE_KEY, laterPositions.of(path), message, "");
        return part.apply(joined);
    }
}
