// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.runtime.BackendState;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * The gauges of what is happening now, read from the state itself when somebody scrapes. Each reload says which backends there
 * are, so that one that has gone takes its gauges along. Confined to the control thread; scraped from any.
 */
public final class StateGauges {
    private final MeterFactory make;
    private final Predicate<BackendState> healthy;
    // A state equals only itself: a backend whose address changed has a new one under its old name.
    private final Map<BackendState, List<Meter>> shown = new HashMap<>();

    /**
     * Gauges in this registry.
     *
     * @param clientConnections how many clients are connected now; safe from any thread
     * @param healthy whether a backend is taken for healthy; safe from any thread
     */
    public StateGauges(MeterRegistry registry, IntSupplier clientConnections, Predicate<BackendState> healthy) {
        this.make = new MeterFactory(registry);
        this.healthy = healthy;
        make.gauge(LbMeter.CLIENT_CONNECTIONS, clientConnections::getAsInt);
    }

    /** Shows these backends and no other ones. */
    public void show(Collection<BackendState> backends) {
        Set<BackendState> wanted = new HashSet<>(backends);
        // The old ones first: while a gauge is there, another one of its name and tags is not made.
        shown.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().forEach(make.registry()::remove);
            }
            return gone;
        });
        wanted.forEach(backend -> shown.computeIfAbsent(backend, this::gauges));
    }

    private List<Meter> gauges(BackendState backend) {
        String pool = backend.pool();
        String id = backend.id();
        return List.of(
                make.gauge(LbMeter.IN_FLIGHT, backend::inFlight, pool, id),
                make.gauge(LbMeter.PENDING, backend::pending, pool, id),
                make.gauge(LbMeter.STREAMS, backend::streams, pool, id),
                make.gauge(LbMeter.TUNNELS, backend::tunnels, pool, id),
                make.gauge(LbMeter.CONNECTIONS, backend::connections, pool, id),
                make.gauge(LbMeter.BACKEND_HEALTH, () -> healthy.test(backend) ? 1 : 0, pool, id));
    }
}
