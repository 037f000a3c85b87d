// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.LocalPorts;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.http.Cidr;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteOrder;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.TlsSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The specification as it grows, and where its parts come from. Confined to one thread. */
final class Draft {
    private final Positions positions;
    private final LocalPorts ports;
    private final Map<String, ListenerSpec> listeners = new LinkedHashMap<>();
    private final Map<String, RouteSpec> routes = new LinkedHashMap<>();
    private final Map<String, PoolSpec> pools = new LinkedHashMap<>();
    private final Set<String> services = new HashSet<>();
    private final List<Cidr> trusted = new ArrayList<>();

    Draft(Positions positions, LocalPorts ports) {
        this.positions = positions;
        this.ports = ports;
    }

    GatewaySpec spec() {
        return new GatewaySpec(
                List.copyOf(listeners.values()),
                List.copyOf(routes.values()),
                List.copyOf(pools.values()),
                trusted,
                List.of(),
                LimitSpec.DEFAULT,
                GatewaySpec.DEFAULT_DRAIN_TIMEOUT,
                AccessLogSpec.OFF,
                false,
                Optional.empty());
    }

    void trust(List<Cidr> proxies, SourcePosition at) {
        trusted.addAll(proxies);
        if (!proxies.isEmpty()) {
            place(KeyPath.of("trusted-proxies"), at);
        }
    }

    boolean isEmpty() {
        return listeners.isEmpty() && pools.isEmpty();
    }

    boolean hasListener(String name) {
        return listeners.containsKey(name);
    }

    /** Adds a listener for a port of the cloud; one of that name stays as it is. */
    void listener(String name, int port, Profile profile, Optional<TlsSpec> tls, SourcePosition at) {
        if (listeners.containsKey(name)) {
            return;
        }
        listeners.put(
                name,
                new ListenerSpec(
                        name,
                        LocalPorts.HOST,
                        ports.take(port),
                        profile,
                        RouteOrder.FIRST,
                        tls,
                        false,
                        OptionalInt.of(port),
                        List.of()));
        place(KeyPath.of("listeners", name), at);
    }

    /** Adds a route; where its name is taken it gets another one. */
    void route(RouteSpec route, SourcePosition at) {
        String name = route.name();
        for (int i = 2; routes.containsKey(name); i++) {
            name = route.name() + "~" + i;
        }
        routes.put(name, Routes.named(route, name));
        place(KeyPath.of("routes", name), at);
    }

    Optional<PoolSpec> pool(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    /** Whether there is a pool of the Service, of whichever port. */
    boolean leadsTo(String service) {
        return services.contains(service);
    }

    void pool(PoolSpec pool, SourcePosition at) {
        pools.put(pool.name(), pool);
        services.add(pool.group().replaceFirst(":.*", ""));
        place(KeyPath.of("pools", pool.name()), at);
    }

    /** Keeps others from saying that a pool has no backends. */
    void meantToBeEmpty(String pool, SourcePosition at) {
        positions.place(KeyPath.of("pools", pool, "backends"), new ScalarNode(at, "", true));
    }

    private void place(KeyPath path, SourcePosition at) {
        if (positions.node(path).isEmpty()) {
            positions.place(path, new ScalarNode(at, "", true));
            KeyPath list = KeyPath.of(path.segments().get(0));
            if (positions.node(list).isEmpty()) {
                positions.place(list, new ScalarNode(at, "", true));
            }
        }
    }
}
