// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.affinity.Affinities;
import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.balancing.Balancers;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.SecretSpec;
import dev.mooring.lb.routing.RouteTable;
import dev.mooring.lb.selection.MembersPolicy;
import dev.mooring.lb.selection.Selector;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Compiles a configuration into a snapshot, and carries over what is happening at pools and backends that stay. Confined to the
 * control thread.
 */
final class SnapshotFactory {
    private final Control control;
    private final Map<String, PoolState> states = new HashMap<>();

    /** The key of cookies when the configuration names none: it lasts as long as this process. */
    private final SecretSpec randomSecret;

    SnapshotFactory(Control control) {
        this.control = control;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.randomSecret = new SecretSpec("r", HexFormat.of().formatHex(random));
    }

    /**
     * A compiled configuration.
     *
     * @param snapshot the snapshot
     * @param removed the states of backends that are in it no more
     */
    record Compiled(Snapshot snapshot, List<BackendState> removed) {}

    Compiled compile(GatewaySpec spec) {
        // What can fail comes first: a configuration that cannot be compiled changes nothing.
        RouteTable routes = RouteTable.of(spec.routes(), spec.listeners());
        requirePools(spec);
        List<BackendState> removed = new ArrayList<>();
        List<SecretSpec> secrets = spec.cookieSecrets().isEmpty() ? List.of(randomSecret) : spec.cookieSecrets();
        Map<String, Pool> pools = new LinkedHashMap<>();
        for (PoolSpec pool : spec.pools()) {
            PoolState state = states.computeIfAbsent(pool.name(), PoolState::new);
            replaceBackends(state, pool, removed);
            pools.put(pool.name(), pool(pool, state, secrets));
        }
        states.entrySet().removeIf(entry -> {
            boolean gone = !pools.containsKey(entry.getKey());
            if (gone) {
                removed.addAll(entry.getValue().backends());
            }
            return gone;
        });
        return new Compiled(new Snapshot(spec, routes, pools, ThreadLocalRandom::current), removed);
    }

    private static void requirePools(GatewaySpec spec) {
        Set<String> names = spec.pools().stream().map(PoolSpec::name).collect(Collectors.toSet());
        for (RouteSpec route : spec.routes()) {
            for (Destination destination : route.destinations()) {
                if (!names.contains(destination.pool())) {
                    throw new IllegalArgumentException("route " + route.name() + ": pool '" + destination.pool()
                            + "' (expected: one of " + names + ")");
                }
            }
        }
    }

    /** The state of the pool of this name. */
    PoolState state(String pool) {
        return states.getOrDefault(pool, NO_POOL);
    }

    private Pool pool(PoolSpec spec, PoolState state, List<SecretSpec> secrets) {
        Affinity affinity = Affinities.of(
                spec, secrets, Clock.systemUTC(), state.tableFor(spec.affinity().mechanism()));
        Selector selector = new Selector(
                affinity,
                Balancers.of(spec.balancer(), ThreadLocalRandom::current),
                spec.affinity().whenUnavailable(),
                spec.affinity().whenFailed());
        return new Pool(spec, state, affinity, selector, control);
    }

    private static void replaceBackends(PoolState state, PoolSpec pool, List<BackendState> removed) {
        List<BackendState> old = new ArrayList<>(state.backends());
        List<BackendState> next = new ArrayList<>();
        for (BackendSpec wanted : pool.backends()) {
            BackendState kept = old.stream()
                    .filter(backend -> backend.isFor(wanted))
                    .findFirst()
                    .orElse(null);
            if (kept == null) {
                next.add(new BackendState(pool, wanted));
            } else {
                old.remove(kept);
                kept.update(pool, wanted);
                next.add(kept);
            }
        }
        removed.addAll(old);
        state.backends(next, MembersPolicy.of(pool));
    }

    private static final PoolState NO_POOL = new PoolState("");
}
