// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProxyProtocol;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.UnavailableSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads a pool. */
final class PoolReader {
    private static final Key<List<BackendSpec>> BACKENDS =
            Key.required("backends", Form.list(new Form<>("host:port or map", BackendReader::read)), "Its members.");
    private static final Key<BalancerKind> BALANCER = Key.of(
            "balancer",
            Forms.choice(BalancerKind.class),
            "round-robin",
            "How a backend is picked for a client that has none.");
    private static final Key<AffinitySpec> AFFINITY = Key.of(
            "affinity",
            new Form<>("name of a mechanism, or map", AffinityReader::read),
            "none",
            "What keeps a client on its backend. The name of a mechanism alone stands for its defaults.");
    private static final Key<ProbeSpec> PROBE = Key.optional(
            "probe",
            ProbeReader.FORM,
            "no probes",
            "Active health checks: a request sent to each backend. `{}` for all defaults.");
    private static final Key<PassiveSpec> PASSIVE = Key.optional(
            "passive",
            PassiveReader.FORM,
            "its defaults",
            "What connections that cannot be opened do to a backend's health.");
    private static final Key<TimeoutSpec> TIMEOUTS =
            Key.optional("timeouts", TimeoutReader.FORM, "its defaults", "The clocks of an exchange.");
    private static final Key<RetrySpec> RETRIES = Key.of(
            "retries",
            new Form<>("number or map", RetryReader::read),
            "2",
            "How many other backends a request may be tried on, 0 to 100; or a map that also says why.");
    private static final Key<Duration> DRAIN_TIMEOUT = Key.of(
            "drain-timeout",
            Forms.DURATION,
            "5m",
            "How long a backend that drains, or was removed by a reload, keeps its bound clients.");
    private static final Key<String> GROUP = Key.optional(
            "group",
            Forms.TEXT,
            "the pool's name",
            "By which name `--backend` and `--samples` call its backends: pools that share backends share it.");
    private static final Key<HostHeaderSpec> HOST_HEADER = Key.of(
            "host-header",
            new Form<>("client, backend, a host or map", HostHeaderReader::read),
            "client",
            "Which Host a backend is told: the one that the client sent, the backend's own, or always the same.");
    private static final Key<BackendTlsSpec> TLS = Key.optional(
            "tls",
            new Form<>("`on` or map", TlsReader::readBackend),
            "plain text",
            "How TLS is spoken to its backends; `on` stands for the defaults.");
    private static final Key<Duration> KEEP_ALIVE = Key.of(
            "keep-alive", Forms.DURATION, "45s", "How long a backend's connection is kept for the next request.");
    private static final Key<Boolean> PER_CONNECTION = Key.of(
            "per-connection",
            Forms.FLAG,
            "false",
            "Whether a client's connection stays with the backend of its first request, as with a balancer of connections.");
    private static final Key<ProxyProtocol> PROXY_PROTOCOL = Key.of(
            "proxy-protocol",
            Forms.choice(ProxyProtocol.class),
            "off",
            "In which form of the PROXY protocol its backends are told, in front of everything else, whose connection it is.");
    private static final Key<BufferingSpec> BUFFERING =
            Key.optional("buffering", BufferingReader.FORM, "nothing", "What is held back instead of being passed on.");
    private static final Key<UnavailableSpec> UNAVAILABLE = Key.optional(
            "unavailable", UnavailableReader.FORM, "its defaults", "What happens when no backend can serve.");

    static final Section SECTION = Section.of(
            "pools.NAME",
            BACKENDS,
            BALANCER,
            AFFINITY,
            PROBE,
            PASSIVE,
            TIMEOUTS,
            RETRIES,
            DRAIN_TIMEOUT,
            GROUP,
            HOST_HEADER,
            TLS,
            KEEP_ALIVE,
            PER_CONNECTION,
            PROXY_PROTOCOL,
            BUFFERING,
            UNAVAILABLE);

    private PoolReader() {}

    static Optional<PoolSpec> read(Spot spot, String name) {
        return MapReader.read(
                spot,
                SECTION,
                map -> Optional.of(new PoolSpec(
                        name,
                        map.need(BACKENDS).orElse(List.of()),
                        map.get(BALANCER),
                        map.get(AFFINITY),
                        map.find(PROBE),
                        map.find(PASSIVE).orElse(PassiveSpec.DEFAULT),
                        map.find(TIMEOUTS).orElse(TimeoutSpec.DEFAULT),
                        map.get(RETRIES),
                        map.get(DRAIN_TIMEOUT),
                        map.find(GROUP).orElse(name),
                        forward(map),
                        map.find(BUFFERING).orElse(BufferingSpec.OFF),
                        map.find(UNAVAILABLE).orElse(UnavailableSpec.DEFAULT))));
    }

    private static ForwardSpec forward(MapReader map) {
        return new ForwardSpec(
                map.get(HOST_HEADER),
                map.find(TLS),
                map.get(KEEP_ALIVE),
                map.get(PER_CONNECTION),
                map.get(PROXY_PROTOCOL));
    }
}
