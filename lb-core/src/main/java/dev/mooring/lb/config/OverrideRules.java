// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies the command line's options to a spec. Problems are reported at the option. */
final class OverrideRules {
    private static final String LISTEN = "--listen";
    private static final String ADMIN = "--admin";
    private static final String BACKEND = "--backend";
    private static final String DEFAULT_POOL = "default";

    private final Positions positions;
    private final Diagnostics diagnostics;

    OverrideRules(Positions positions, Diagnostics diagnostics) {
        this.positions = positions;
        this.diagnostics = diagnostics;
    }

    GatewaySpec apply(GatewaySpec spec, Overrides overrides) {
        GatewaySpec changed = spec;
        Set<String> named = new HashSet<>();
        for (String backends : overrides.backends()) {
            changed = backends(changed, backends, named);
        }
        for (String address : overrides.listen()) {
            changed = listen(changed, address);
        }
        return overrides.admin().isPresent() ? admin(changed, overrides.admin().get()) : changed;
    }

    private GatewaySpec listen(GatewaySpec spec, String text) {
        Optional<HostPort> address = address(LISTEN, text);
        if (address.isEmpty()) {
            return spec;
        }
        List<ListenerSpec> listeners = new ArrayList<>(spec.listeners());
        ListenerSpec first = listeners.isEmpty() ? ImpliedDefaults.LISTENER : listeners.remove(0);
        listeners.add(0, first.at(address.get().host(), address.get().port()));
        positions.placeOption(KeyPath.of("listeners", first.name()), LISTEN);
        return Specs.withListeners(spec, listeners);
    }

    private GatewaySpec admin(GatewaySpec spec, String text) {
        Optional<HostPort> address = address(ADMIN, text);
        if (address.isEmpty()) {
            return spec;
        }
        Optional<AdminSpec> before = spec.admin();
        positions.placeOption(KeyPath.of("admin", "address"), ADMIN);
        return Specs.withAdmin(
                spec,
                new AdminSpec(
                        address.get().host(),
                        address.get().port(),
                        before.flatMap(AdminSpec::token),
                        before.map(AdminSpec::allowedOrigins).orElse(List.of())));
    }

    private GatewaySpec backends(GatewaySpec spec, String text, Set<String> named) {
        int equals = text.indexOf('=');
        Optional<String> pool = equals >= 0 ? Optional.of(text.substring(0, equals)) : onlyPool(spec, text);
        List<BackendSpec> backends = new ArrayList<>();
        for (String address : text.substring(equals + 1).split(",", -1)) {
            address(BACKEND, address.strip()).ifPresent(at -> backends.add(backend(at)));
        }
        if (pool.isEmpty()) {
            return spec;
        }
        String name = pool.get();
        if (!named.add(name)) {
            report(BACKEND, "one option for each pool", Wording.quoted(name) + " twice", "HOST:PORT,HOST:PORT", "");
            return spec;
        }
        List<String> known = spec.pools().stream().map(PoolSpec::name).toList();
        if (known.contains(name)) {
            positions.placeOption(KeyPath.of("pools", name, "backends"), BACKEND);
            return Specs.withPools(
                    spec,
                    spec.pools().stream()
                            .map(p -> p.name().equals(name) ? p.withBackends(backends) : p)
                            .toList());
        }
        if (positions.node(KeyPath.of("pools")).isPresent()) {
            String hint = Wording.didYouMean(name, known);
            report(BACKEND, "no such pool", Wording.quoted(name), "one of " + Wording.oneOf(known), hint);
            return spec;
        }
        positions.placeOption(KeyPath.of("pools", name), BACKEND);
        List<PoolSpec> pools = new ArrayList<>(spec.pools());
        pools.add(pool(name, backends));
        return Specs.withPools(spec, pools);
    }

    private Optional<String> onlyPool(GatewaySpec spec, String text) {
        if (spec.pools().size() > 1) {
            String pools =
                    Wording.oneOf(spec.pools().stream().map(PoolSpec::name).toList());
            report(BACKEND, "which pool?", Wording.quoted(text), "POOL=HOST:PORT with " + pools, "");
            return Optional.empty();
        }
        return Optional.of(
                spec.pools().isEmpty() ? DEFAULT_POOL : spec.pools().get(0).name());
    }

    private Optional<HostPort> address(String option, String text) {
        Optional<HostPort> address = HostPort.parse(text).filter(at -> at.port() >= 0);
        if (address.isEmpty()) {
            report(option, "not an address", Wording.quoted(text), "HOST:PORT, such as 127.0.0.1:8080", "");
        }
        return address;
    }

    private void report(String option, String problem, String found, String expected, String hint) {
        String message = Wording.message(KeyPath.ROOT, problem, found, expected);
        diagnostics.add(DiagnosticCode.BAD_OPTION, SourcePosition.option(option), message, hint);
    }

    private static BackendSpec backend(HostPort address) {
        return new BackendSpec(
                address.toString(), address.host(), address.port(), BackendSpec.DEFAULT_WEIGHT, BackendSpec.UNLIMITED);
    }

    /** A pool that no file describes: what Mooring is for should work without one. */
    private static PoolSpec pool(String name, List<BackendSpec> backends) {
        return new PoolSpec(
                name,
                backends,
                BalancerKind.ROUND_ROBIN,
                AffinitySpec.of(AffinitySpec.Cookie.DEFAULT),
                Optional.empty(),
                PassiveSpec.DEFAULT,
                TimeoutSpec.DEFAULT,
                PoolSpec.DEFAULT_RETRIES,
                PoolSpec.DEFAULT_DRAIN_TIMEOUT);
    }
}
