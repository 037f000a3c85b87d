// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.TimeoutSpec;
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
            "Active health checks: a GET sent to each backend. `{}` for all defaults.");
    private static final Key<PassiveSpec> PASSIVE = Key.optional(
            "passive",
            PassiveReader.FORM,
            "its defaults",
            "What connections that cannot be opened do to a backend's health.");
    private static final Key<TimeoutSpec> TIMEOUTS =
            Key.optional("timeouts", TimeoutReader.FORM, "its defaults", "The four clocks of an exchange.");
    private static final Key<Integer> RETRIES =
            Key.of("retries", Forms.NUMBER, "2", "How many other backends a request may be tried on, 0 to 100.");
    private static final Key<Duration> DRAIN_TIMEOUT =
            Key.of("drain-timeout", Forms.DURATION, "5m", "How long a draining backend keeps its bound clients.");

    static final Section SECTION =
            Section.of("pools.NAME", BACKENDS, BALANCER, AFFINITY, PROBE, PASSIVE, TIMEOUTS, RETRIES, DRAIN_TIMEOUT);

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
                        map.get(DRAIN_TIMEOUT))));
    }
}
