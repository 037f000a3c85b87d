// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies the command line's options to a spec. Problems are reported at the option. */
final class OverrideRules {
    private static final String LISTEN = "--listen";
    private static final String ADMIN = "--admin";

    private final OptionFindings findings;

    OverrideRules(Positions positions, Diagnostics diagnostics) {
        this.findings = new OptionFindings(positions, diagnostics);
    }

    GatewaySpec apply(GatewaySpec spec, Overrides overrides) {
        GatewaySpec changed = new BackendOptions(findings).apply(spec, overrides);
        for (String address : overrides.listen()) {
            changed = listen(changed, address);
        }
        if (overrides.profile().isPresent()) {
            changed = profile(changed, overrides.profile().get());
        }
        return overrides.admin().isPresent() ? admin(changed, overrides.admin().get()) : changed;
    }

    private GatewaySpec listen(GatewaySpec spec, String text) {
        int equals = text.indexOf('=');
        Optional<HostPort> address = findings.address(LISTEN, text.substring(equals + 1));
        List<ListenerSpec> listeners = new ArrayList<>(spec.listeners());
        if (listeners.isEmpty()) {
            listeners.add(ImpliedDefaults.LISTENER);
        }
        int index = equals < 0 ? 0 : index(listeners, text.substring(0, equals));
        if (address.isEmpty() || index < 0) {
            return spec;
        }
        ListenerSpec listener = listeners.get(index);
        listeners.set(index, listener.at(address.get().host(), address.get().port()));
        findings.placed(KeyPath.of("listeners", listener.name()), LISTEN);
        return Specs.withListeners(spec, listeners);
    }

    private int index(List<ListenerSpec> listeners, String name) {
        List<String> names = listeners.stream().map(ListenerSpec::name).toList();
        if (!names.contains(name)) {
            String hint = Wording.didYouMean(name, names);
            findings.report(LISTEN, "no such listener", Wording.quoted(name), "one of " + Wording.oneOf(names), hint);
        }
        return names.indexOf(name);
    }

    private static GatewaySpec profile(GatewaySpec spec, Profile profile) {
        return Specs.withListeners(
                spec,
                spec.listeners().stream()
                        .map(listener -> listener.withProfile(profile))
                        .toList());
    }

    private GatewaySpec admin(GatewaySpec spec, String text) {
        Optional<HostPort> address = findings.address(ADMIN, text);
        if (address.isEmpty()) {
            return spec;
        }
        Optional<AdminSpec> before = spec.admin();
        findings.placed(KeyPath.of("admin", "address"), ADMIN);
        return Specs.withAdmin(
                spec,
                new AdminSpec(
                        address.get().host(),
                        address.get().port(),
                        before.flatMap(AdminSpec::token),
                        before.map(AdminSpec::allowedOrigins).orElse(List.of())));
    }
}
