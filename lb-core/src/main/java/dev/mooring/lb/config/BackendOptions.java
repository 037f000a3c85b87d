// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives pools the backends that {@code --backend} and {@code --map} name. */
final class BackendOptions {
    private static final String BACKEND = "--backend";
    private static final String MAP = "--map";
    private static final String DEFAULT_POOL = "default";
    private static final String ALL_EMPTY = "*";

    /** In front of an address: its server speaks no TLS, whatever the one in the cloud does. */
    private static final String PLAIN = "http://";

    private final OptionFindings findings;

    /** The groups that an option has given backends to. */
    private final Set<String> given = new HashSet<>();

    BackendOptions(OptionFindings findings) {
        this.findings = findings;
    }

    GatewaySpec apply(GatewaySpec spec, Overrides overrides) {
        GatewaySpec changed = spec;
        for (String map : overrides.maps()) {
            changed = map(changed, map);
        }
        boolean pure = spec.pools().isEmpty()
                && findings.positions().node(KeyPath.of("pools")).isEmpty();
        List<String> last = new ArrayList<>();
        for (String backends : overrides.backends()) {
            if (backends.startsWith(ALL_EMPTY + "=")) {
                // Whoever is named by itself is not meant by the star, wherever it stands.
                last.add(backends.substring(2));
            } else {
                changed = backends(changed, backends, pure);
            }
        }
        for (String addresses : last) {
            changed = allEmpty(changed, addresses);
        }
        return changed;
    }

    private GatewaySpec backends(GatewaySpec spec, String text, boolean mayAdd) {
        int equals = text.indexOf('=');
        List<BackendSpec> backends = addresses(text.substring(equals + 1));
        Optional<String> pool = equals >= 0 ? Optional.of(text.substring(0, equals)) : onlyPool(spec, text);
        if (pool.isEmpty()) {
            return spec;
        }
        String name = pool.get();
        Set<String> groups = PoolNames.groups(name, spec.pools());
        if (groups.isEmpty() && !mayAdd) {
            List<String> known = groups(spec);
            String hint = Wording.didYouMean(name, known);
            findings.report(
                    BACKEND, "no such pool", Wording.quoted(name), "one of " + Wording.oneOf(some(known)), hint);
            return spec;
        }
        if (groups.size() > 1 && !PoolNames.areOneService(groups)) {
            findings.report(BACKEND, "which pool?", Wording.quoted(name), "one of " + Wording.oneOf(groups), "");
            return spec;
        }
        for (String group : groups.isEmpty() ? Set.of(name) : groups) {
            if (!given.add(group)) {
                findings.report(
                        BACKEND,
                        "one option for each pool",
                        Wording.quoted(name) + " twice",
                        "HOST:PORT,HOST:PORT",
                        "");
                return spec;
            }
        }
        return groups.isEmpty()
                ? withNewPool(spec, name, backends)
                : replaced(spec, groups, backends, text.contains(PLAIN));
    }

    private GatewaySpec allEmpty(GatewaySpec spec, String addresses) {
        List<BackendSpec> backends = addresses(addresses);
        Set<String> empty = spec.pools().stream()
                .filter(pool -> pool.backends().isEmpty() && !pool.name().equals(PoolSpec.INVALID))
                .map(PoolSpec::group)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return replaced(spec, empty, backends, addresses.contains(PLAIN));
    }

    private List<BackendSpec> addresses(String list) {
        List<BackendSpec> backends = new ArrayList<>();
        for (String address : list.split(",", -1)) {
            findings.address(BACKEND, withoutScheme(address.strip())).ifPresent(at -> backends.add(backend(at)));
        }
        return backends;
    }

    private GatewaySpec replaced(GatewaySpec spec, Set<String> groups, List<BackendSpec> backends, boolean plain) {
        return Specs.withPools(
                spec,
                spec.pools().stream()
                        .map(pool -> groups.contains(pool.group()) ? replaced(pool, backends, BACKEND, plain) : pool)
                        .toList());
    }

    private PoolSpec replaced(PoolSpec pool, List<BackendSpec> backends, String option, boolean plain) {
        findings.placed(KeyPath.of("pools", pool.name(), "backends"), option);
        PoolSpec changed = pool.withBackends(backends);
        return plain ? changed.inPlainText() : changed;
    }

    private static String withoutScheme(String address) {
        return address.startsWith(PLAIN) ? address.substring(PLAIN.length()) : address;
    }

    private GatewaySpec withNewPool(GatewaySpec spec, String name, List<BackendSpec> backends) {
        findings.placed(KeyPath.of("pools", name), BACKEND);
        List<PoolSpec> pools = new ArrayList<>(spec.pools());
        pools.add(pool(name, backends));
        return Specs.withPools(spec, pools);
    }

    private Optional<String> onlyPool(GatewaySpec spec, String text) {
        List<String> groups = groups(spec);
        if (groups.size() > 1) {
            String expected = "POOL=HOST:PORT with " + Wording.oneOf(some(groups));
            findings.report(BACKEND, "which pool?", Wording.quoted(text), expected, "");
            return Optional.empty();
        }
        return Optional.of(groups.isEmpty() ? DEFAULT_POOL : groups.get(0));
    }

    /** {@code FROM=TO}: backends at the one address are reached at the other, and keep the first as who they are. */
    private GatewaySpec map(GatewaySpec spec, String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            findings.report(MAP, "not a mapping", Wording.quoted(text), "10.0.0.4:80=127.0.0.1:9001", "");
            return spec;
        }
        Optional<HostPort> from = findings.address(MAP, text.substring(0, equals));
        Optional<HostPort> to = findings.address(MAP, withoutScheme(text.substring(equals + 1)));
        if (from.isEmpty() || to.isEmpty()) {
            return spec;
        }
        Set<String> known = new LinkedHashSet<>();
        List<PoolSpec> pools = new ArrayList<>();
        boolean found = false;
        for (PoolSpec pool : spec.pools()) {
            pool.backends()
                    .forEach(backend -> known.add(backend.identityOrAddress().toString()));
            boolean concerned = pool.backends().stream().anyMatch(backend -> isAt(backend, from.get()));
            pools.add(
                    concerned
                            ? replaced(
                                    pool,
                                    pool.backends().stream()
                                            .map(backend ->
                                                    isAt(backend, from.get()) ? moved(backend, to.get()) : backend)
                                            .toList(),
                                    MAP,
                                    text.contains(PLAIN))
                            : pool);
            found |= concerned;
        }
        if (!found) {
            String expected = known.isEmpty() ? "one of a backend" : "one of " + Wording.oneOf(some(known));
            findings.report(
                    MAP,
                    "no backend has this address",
                    Wording.quoted(from.get().toString()),
                    expected,
                    Wording.didYouMean(from.get().toString(), known));
        }
        return Specs.withPools(spec, pools);
    }

    private static boolean isAt(BackendSpec backend, HostPort address) {
        HostPort identity = backend.identityOrAddress();
        return identity.port() == address.port() && identity.host().equalsIgnoreCase(address.host());
    }

    private static BackendSpec moved(BackendSpec backend, HostPort to) {
        return new BackendSpec(
                backend.id(),
                to.host(),
                to.port(),
                backend.weight(),
                backend.maxConnections(),
                backend.priority(),
                Optional.of(backend.identityOrAddress()));
    }

    private static List<String> groups(GatewaySpec spec) {
        return spec.pools().stream().map(PoolSpec::group).distinct().toList();
    }

    private static List<String> some(Collection<String> names) {
        return names.stream().limit(10).toList();
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
