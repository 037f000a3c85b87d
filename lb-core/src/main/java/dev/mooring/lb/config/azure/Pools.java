// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.UnavailableSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pools of a gateway: each pair of a pool and the settings that it is used with. Confined to one thread. */
final class Pools {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(60);
    private static final PassiveSpec NEVER = new PassiveSpec(0, PassiveSpec.DEFAULT.duration());
    private static final UnavailableSpec BAD_GATEWAY = new UnavailableSpec(502, false);

    private final Parts parts;
    private final BufferingSpec buffering;
    private final Map<String, HttpSettings> settings = new HashMap<>();
    private final Set<Pair> uses = new LinkedHashSet<>();
    private final Map<String, Integer> partners = new HashMap<>();

    Pools(Parts parts, BufferingSpec buffering) {
        this.parts = parts;
        this.buffering = buffering;
    }

    /** Says that the pool is used with the settings. */
    Pair use(Item pool, Item with) {
        HttpSettings read = settings(with);
        parts.pools().use(pool);
        parts.settings().use(with);
        Pair pair = new Pair(pool, read);
        if (uses.add(pair)) {
            partners.merge(pool.name(), 1, Integer::sum);
        }
        return pair;
    }

    HttpSettings settings(Item item) {
        HttpSettings known = settings.get(item.name());
        if (known == null) {
            known = HttpSettings.read(item, parts);
            settings.put(item.name(), known);
        }
        return known;
    }

    Set<Pair> pairs() {
        return uses;
    }

    /** The name of the spec's pool for a pair, once all are known. */
    String name(Pair pair) {
        String name = pair.pool().name();
        return parts.named(
                partners.getOrDefault(name, 1) == 1
                        ? name
                        : name + "/" + pair.settings().item().name());
    }

    List<PoolSpec> specs() {
        List<PoolSpec> specs = new ArrayList<>();
        Backends backends = new Backends(parts);
        for (Pair pair : uses) {
            String name = name(pair);
            place(pair, name);
            specs.add(new PoolSpec(
                    name,
                    backends.of(pair),
                    BalancerKind.ROUND_ROBIN,
                    pair.settings().affinity(),
                    Optional.of(pair.settings().probe()),
                    NEVER,
                    timeouts(pair.settings().requestTimeout()),
                    new RetrySpec(1, true, Set.of(), false, Optional.empty(), Duration.ZERO),
                    pair.settings().drain(),
                    parts.named(pair.pool().name()),
                    pair.settings().forward(),
                    buffering,
                    BAD_GATEWAY));
        }
        return specs;
    }

    private static TimeoutSpec timeouts(Duration requestTimeout) {
        Duration connect = requestTimeout.compareTo(LONGEST_CONNECT) < 0 ? requestTimeout : LONGEST_CONNECT;
        return new TimeoutSpec(connect, Optional.of(requestTimeout), Optional.of(requestTimeout), Optional.empty());
    }

    private void place(Pair pair, String name) {
        Reading reading = parts.reading();
        Fields with = pair.settings().item().fields();
        reading.place(pair.pool().node(), "pools", name);
        placeIfWritten(pair.pool().fields(), "backendAddresses", "pools", name, "backends");
        placeIfWritten(with, "requestTimeout", "pools", name, "timeouts");
        placeIfWritten(with, "connectionDraining", "pools", name, "drain-timeout");
        placeIfWritten(with, "cookieBasedAffinity", "pools", name, "affinity");
        placeIfWritten(with, "affinityCookieName", "pools", name, "affinity", "cookie");
        parts.probes().referredTo(with, "probe").ifPresent(probe -> {
            reading.place(probe.node(), "pools", name, "probe");
            for (String key : List.of("path", "host", "timeout", "interval", "match")) {
                placeIfWritten(probe.fields(), key, "pools", name, "probe", key);
            }
        });
    }

    private void placeIfWritten(Fields fields, String property, String... path) {
        fields.node(property).ifPresent(node -> parts.reading().place(node, path));
    }

    /**
     * A pool and the settings it is used with.
     *
     * @param pool the pool
     * @param settings the settings
     */
    record Pair(Item pool, HttpSettings settings) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pair pair
                    && pair.pool.name().equals(pool.name())
                    && pair.settings.item().name().equals(settings.item().name());
        }

        @Override
        public int hashCode() {
            return pool.name().hashCode() * 31 + settings.item().name().hashCode();
        }
    }
}
