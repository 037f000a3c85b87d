// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.runtime.BackendState;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The gauges of what is happening now, read from the state itself when somebody scrapes. Each reload says which backends there
 * are, so that one that has gone takes its gauges along. Confined to the control thread; scraped from any.
 */
public final class StateGauges {
    private final MeterFactory make;
    private final Predicate<BackendState> healthy;
    private final Map<Name, Shown> shown = new HashMap<>();

    /** A backend is known by it; while one leaves, another one may have its name already. */
    private record Name(String pool, String id) {
        static Name of(BackendState backend) {
            return new Name(backend.pool(), backend.id());
        }
    }

    /** The backends of a name, which its gauges add up: replaced as a whole, read from any thread. */
    private static final class Named {
        private volatile List<BackendState> backends;

        Named(List<BackendState> backends) {
            this.backends = backends;
        }
    }

    private record Shown(Named named, List<Meter> meters) {}

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

    /** Shows these backends and no other ones. Of several with one name the first says whether it is healthy. */
    public void show(Collection<BackendState> backends) {
        Map<Name, List<BackendState>> wanted = backends.stream().collect(Collectors.groupingBy(Name::of));
        shown.entrySet().removeIf(entry -> {
            boolean gone = !wanted.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().meters().forEach(make.registry()::remove);
            }
            return gone;
        });
        wanted.forEach((name, named) -> {
            Shown before = shown.get(name);
            if (before == null) {
                shown.put(name, gauges(name, new Named(named)));
            } else {
                before.named().backends = named;
            }
        });
    }

    private Shown gauges(Name name, Named named) {
        String pool = name.pool();
        String id = name.id();
        List<Meter> meters = List.of(
                make.gauge(LbMeter.IN_FLIGHT, sum(named, BackendState::inFlight), pool, id),
                make.gauge(LbMeter.PENDING, sum(named, BackendState::pending), pool, id),
                make.gauge(LbMeter.STREAMS, sum(named, BackendState::streams), pool, id),
                make.gauge(LbMeter.TUNNELS, sum(named, BackendState::tunnels), pool, id),
                make.gauge(LbMeter.CONNECTIONS, sum(named, BackendState::connections), pool, id),
                make.gauge(LbMeter.BACKEND_HEALTH, () -> healthy.test(named.backends.get(0)) ? 1 : 0, pool, id));
        return new Shown(named, meters);
    }

    private static Supplier<Number> sum(Named named, ToIntFunction<BackendState> count) {
        return () -> named.backends.stream().mapToInt(count).sum();
    }
}
