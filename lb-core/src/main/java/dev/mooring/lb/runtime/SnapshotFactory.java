// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.affinity.Affinities;
import dev.mooring.lb.affinity.Affinity;
import dev.mooring.lb.balancing.Balancers;
import dev.mooring.lb.model.AffinitySpec.Cookie;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a configuration into a snapshot, and carries over what is happening at pools and backends that stay. Confined to the
 * control thread.
 */
final class SnapshotFactory {
    private final Control control;
    private final Map<String, PoolState> states = new HashMap<>();
    private final AtomicInteger streams = new AtomicInteger();

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
     * @param removed the backends that the one before had and this one has not; they drain
     */
    record Compiled(Snapshot snapshot, List<BackendState> removed) {}

    /**
     * Compiles.
     *
     * @param drainDeadline when the drain of a backend ends that is removed now, on the nano clock
     */
    Compiled compile(GatewaySpec spec, ToLongFunction<BackendState> drainDeadline) {
        // What can fail comes first: a configuration that cannot be compiled changes nothing.
        RouteTable routes = RouteTable.of(spec.routes(), spec.listeners());
        requirePools(spec);
        List<BackendState> removed = new ArrayList<>();
        List<SecretSpec> secrets = spec.cookieSecrets().isEmpty() ? List.of(randomSecret) : spec.cookieSecrets();
        Map<String, Pool> pools = new LinkedHashMap<>();
        for (PoolSpec pool : spec.pools()) {
            PoolState state = states.computeIfAbsent(pool.name(), PoolState::new);
            removed.addAll(replaceBackends(state, pool, drainDeadline));
            pools.put(pool.name(), pool(pool, state, secrets));
        }
        states.values().removeIf(state -> {
            if (pools.containsKey(state.name())) {
                return false;
            }
            state.backends().forEach(backend -> leave(backend, drainDeadline));
            removed.addAll(state.backends());
            state.dissolve();
            return state.leaving().isEmpty();
        });
        return new Compiled(new Snapshot(spec, routes, pools, streams::get, ThreadLocalRandom::current), removed);
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
                known(spec, state),
                secrets,
                Clock.systemUTC(),
                state.tableFor(spec.affinity().mechanism()));
        Selector selector = new Selector(
                affinity,
                Balancers.of(spec.balancer(), ThreadLocalRandom::current),
                spec.affinity().whenUnavailable(),
                spec.affinity().whenFailed());
        return new Pool(spec, state, affinity, selector, control);
    }

    /** The pool with those that leave it: their clients' cookies name them, and are to be understood. */
    private static PoolSpec known(PoolSpec spec, PoolState state) {
        if (!keepsClients(spec)) {
            return spec;
        }
        Set<String> ids = spec.backends().stream().map(BackendSpec::id).collect(Collectors.toSet());
        List<BackendSpec> all = new ArrayList<>(spec.backends());
        state.leaving().stream()
                .map(BackendState::spec)
                .filter(gone -> ids.add(gone.id()))
                .forEach(all::add);
        return spec.withBackends(all);
    }

    /** Keeps the states of backends that stay or come back; the ones that are removed. */
    private List<BackendState> replaceBackends(
            PoolState state, PoolSpec pool, ToLongFunction<BackendState> drainDeadline) {
        List<BackendState> old = new ArrayList<>(state.backends());
        List<BackendState> leaving = new ArrayList<>(state.leaving());
        List<BackendState> next = new ArrayList<>();
        for (BackendSpec wanted : pool.backends()) {
            BackendState kept = take(old, wanted);
            BackendState back = kept == null ? take(leaving, wanted) : null;
            if (back != null) {
                back.condition(back.condition().back());
                back.leaving(false);
            }
            BackendState same = kept == null ? back : kept;
            if (same == null) {
                next.add(new BackendState(pool, wanted, streams));
            } else {
                same.update(pool, wanted);
                next.add(same);
            }
        }
        old.forEach(backend -> leave(backend, drainDeadline));
        leaving.addAll(old);
        state.change(next, leaving, MembersPolicy.of(pool), keepsClients(pool));
        return old;
    }

    private static @Nullable BackendState take(List<BackendState> from, BackendSpec wanted) {
        BackendState found = from.stream()
                .filter(backend -> backend.isFor(wanted))
                .findFirst()
                .orElse(null);
        from.remove(found);
        return found;
    }

    private static void leave(BackendState backend, ToLongFunction<BackendState> drainDeadline) {
        backend.leaving(true);
        backend.condition(backend.condition().leaving(drainDeadline.applyAsLong(backend)));
    }

    /** Whether a removed backend's clients stay with it until its drain ends: what balances connections, and nginx, move them. */
    private static boolean keepsClients(PoolSpec pool) {
        return !pool.forward().perConnection()
                && !(pool.affinity().mechanism() instanceof Cookie cookie
                        && cookie.style() == Cookie.Style.INGRESS_NGINX_PERSISTENT);
    }

    private static final PoolState NO_POOL = new PoolState("");
}
