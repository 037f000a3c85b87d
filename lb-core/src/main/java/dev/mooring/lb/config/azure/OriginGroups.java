// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.arm.AzureResource;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.BackendTlsSpec.ServerName;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.UnavailableSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The origin groups of a profile as pools: each with the protocols by which it is spoken to. Confined to one thread. */
final class OriginGroups {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int DEFAULT_WEIGHT = 50;
    private static final Cookie COOKIE = new Cookie(
            "ASLBSA",
            "/",
            Optional.empty(),
            Optional.empty(),
            Cookie.Secure.AUTO,
            true,
            Optional.empty(),
            Cookie.Style.FRONT_DOOR,
            "",
            Optional.empty(),
            false);

    private final String prefix;
    private final Duration responseTimeout;
    private final Reading reading;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Set<Boolean>> uses = new LinkedHashMap<>();

    OriginGroups(String prefix, Duration responseTimeout, Reading reading) {
        this.prefix = prefix;
        this.responseTimeout = responseTimeout;
        this.reading = reading;
    }

    /** Adds a group with its origins. */
    void add(AzureResource resource, Item item, FrontDoors all) {
        List<Fields> origins = new ArrayList<>();
        for (Item origin : all.children(resource, "origins", FrontDoorShapes.ORIGIN, reading)) {
            if (!isDisabled(origin.fields())) {
                origins.add(origin.fields());
            }
        }
        groups.put(item.name().toLowerCase(Locale.ROOT), new Group(item, origins));
    }

    /** A group that nobody wrote. */
    String imply(String name, Item item) {
        groups.putIfAbsent(name.toLowerCase(Locale.ROOT), new Group(item, List.of()));
        return name;
    }

    boolean has(String name) {
        return groups.containsKey(name.toLowerCase(Locale.ROOT));
    }

    List<String> names() {
        return groups.values().stream().map(group -> group.item().name()).toList();
    }

    /** Says that requests go to the group, by TLS or not. */
    void use(String name, boolean tls) {
        uses.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new LinkedHashSet<>())
                .add(tls);
    }

    /** The name of the pool, once all uses are known. */
    String pool(String name, boolean tls) {
        String key = name.toLowerCase(Locale.ROOT);
        Group group = groups.get(key);
        String written = prefix + (group == null ? name : group.item().name());
        return uses.getOrDefault(key, Set.of()).size() < 2 ? written : written + (tls ? "/https" : "/http");
    }

    List<PoolSpec> specs() {
        List<PoolSpec> specs = new ArrayList<>();
        uses.forEach((key, protocols) -> {
            Group group = groups.get(key);
            if (group != null) {
                List<Origin> origins = origins(group);
                protocols.forEach(tls -> specs.add(spec(group, origins, tls)));
                checkAffinity(group);
            }
        });
        return specs;
    }

    private PoolSpec spec(Group group, List<Origin> origins, boolean tls) {
        String name = pool(group.item().name(), tls);
        reading.place(group.item().node(), "pools", name);
        HostHeaderSpec host = hostHeader(group, origins);
        boolean verifyHost =
                group.origins().stream().allMatch(origin -> origin.flag("enforceCertificateNameCheck", true));
        BackendTlsSpec spoken = new BackendTlsSpec(
                true, verifyHost, ServerName.BACKEND, Optional.empty(), Optional.empty(), Optional.empty());
        return new PoolSpec(
                name,
                origins.stream().map(origin -> origin.backend(tls)).toList(),
                BalancerKind.ROUND_ROBIN,
                isAffine(group) ? AffinitySpec.of(COOKIE) : AffinitySpec.NONE,
                probe(group, host, tls),
                new PassiveSpec(0, PassiveSpec.DEFAULT.duration()),
                new TimeoutSpec(
                        TimeoutSpec.DEFAULT.connect(),
                        Optional.of(responseTimeout),
                        Optional.of(PAUSE),
                        Optional.empty()),
                RetrySpec.times(1),
                PoolSpec.DEFAULT_DRAIN_TIMEOUT,
                prefix + group.item().name(),
                new ForwardSpec(host, tls ? Optional.of(spoken) : Optional.empty(), KEEP_ALIVE, false),
                BufferingSpec.OFF,
                new UnavailableSpec(503, true));
    }

    private static Optional<ProbeSpec> probe(Group group, HostHeaderSpec host, boolean tls) {
        Fields fields = group.item().fields();
        Optional<Fields> settings = fields.object("loadBalancingSettings", FrontDoorShapes.BALANCING);
        return fields.object("healthProbeSettings", FrontDoorShapes.HEALTH)
                .flatMap(health -> OriginProbes.of(health, settings, host, tls));
    }

    private static boolean isAffine(Group group) {
        return group.item()
                .fields()
                .choice("sessionAffinityState", "Enabled", "Disabled")
                .filter("Enabled"::equals)
                .isPresent();
    }

    private void checkAffinity(Group group) {
        if (isAffine(group)) {
            Fields fields = group.item().fields();
            fields.say(
                    DiagnosticCode.AFFINITY_CACHED,
                    "sessionAffinityState",
                    "Front Door gives out its cookie only with responses that must not be cached",
                    "let the application send Cache-Control: no-store");
        }
    }

    static boolean isDisabled(Fields fields) {
        return fields.choice("enabledState", "Enabled", "Disabled")
                .filter("Disabled"::equals)
                .isPresent();
    }

    private List<Origin> origins(Group group) {
        List<Origin> origins = new ArrayList<>();
        for (Fields fields : group.origins()) {
            if (fields.node("hostName").orElse(null) instanceof UnknownNode unknown) {
                reportUnknown(group, unknown);
                continue;
            }
            Optional<String> host = fields.text("hostName").flatMap(Values::host);
            if (host.isEmpty()) {
                fields.bad("hostName", fields.text("hostName").orElse(""), "a host name or an address, without port");
                continue;
            }
            origins.add(new Origin(
                    host.get(),
                    fields.number("httpPort", 1, 65_535).orElse(80),
                    fields.number("httpsPort", 1, 65_535).orElse(443),
                    fields.text("originHostHeader"),
                    fields.number("priority", 1, 5).orElse(1),
                    fields.number("weight", 1, 1000).orElse(DEFAULT_WEIGHT)));
        }
        return origins;
    }

    private void reportUnknown(Group group, UnknownNode node) {
        String name = prefix + group.item().name();
        if (reading.settings().givesBackends(name) || node.expression().isEmpty()) {
            return;
        }
        reading.say(
                DiagnosticCode.UNKNOWN_BACKEND,
                node.position(),
                group.item().path(),
                "the address of an origin, " + Wording.quoted(node.expression())
                        + ", is not known; the group is left without it",
                "use --backend '" + name + "=HOST:PORT' or --set '" + node.expression() + "=VALUE'");
    }

    /** One Host for the whole group: the same for all, or each origin's own. */
    private HostHeaderSpec hostHeader(Group group, List<Origin> origins) {
        Set<String> hosts = new LinkedHashSet<>();
        origins.forEach(origin -> hosts.add(origin.hostHeader().orElse("")));
        if (hosts.size() < 2) {
            String only = String.join("", hosts);
            return only.isEmpty() ? HostHeaderSpec.CLIENT : HostHeaderSpec.fixed(only);
        }
        boolean own = origins.stream()
                .allMatch(origin -> origin.hostHeader()
                        .filter(origin.host()::equalsIgnoreCase)
                        .isPresent());
        if (!own) {
            String sentence = "origins of one group are told different Hosts; here each is told its own name";
            reading.sayOnce(
                    "hosts of " + group.item().name(),
                    DiagnosticCode.CLOUD_ONLY,
                    group.item().position(),
                    group.item().path(),
                    sentence,
                    "");
        }
        return HostHeaderSpec.BACKEND;
    }

    /**
     * An origin group.
     *
     * @param item where it was written
     * @param origins its origins that are enabled
     */
    private record Group(Item item, List<Fields> origins) {}

    /** An origin. */
    private record Origin(
            String host, int httpPort, int httpsPort, Optional<String> hostHeader, int priority, int weight) {
        BackendSpec backend(boolean tls) {
            int port = tls ? httpsPort : httpPort;
            String id = new HostPort(host, port).toString();
            return new BackendSpec(id, host, port, weight, BackendSpec.UNLIMITED, priority, Optional.empty());
        }
    }
}
