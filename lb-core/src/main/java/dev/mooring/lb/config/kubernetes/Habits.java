// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.UnavailableSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a product treats backends that nobody configured.
 *
 * @param balancer how it picks
 * @param timeouts its clocks
 * @param retry its retries
 * @param passive what it learns from failed connections
 * @param buffering what it holds back
 * @param forward how it connects
 * @param probe what it probes; empty for nothing
 * @param unavailable what it answers when nobody can serve
 */
record Habits(
        BalancerKind balancer,
        TimeoutSpec timeouts,
        RetrySpec retry,
        PassiveSpec passive,
        BufferingSpec buffering,
        ForwardSpec forward,
        Optional<ProbeSpec> probe,
        UnavailableSpec unavailable) {

    /** A backend that refuses stays among the others. */
    private static final PassiveSpec NEVER = new PassiveSpec(0, Duration.ofSeconds(10));

    private static final Duration MINUTE = Duration.ofSeconds(60);

    /** Further tries where a product goes on until each backend had one. */
    private static final int ALL = 10;

    static final ProbeSpec CONTAINERS_PROBE = new ProbeSpec(
            "/",
            Optional.of("localhost"),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            3,
            1,
            List.of(new StatusRange(200, 399)),
            Optional.empty(),
            "GET",
            "Microsoft-Azure-Application-LB/AGC",
            OptionalInt.empty(),
            0);

    static final Habits INGRESS_NGINX = new Habits(
            BalancerKind.ROUND_ROBIN,
            gaps(Duration.ofSeconds(5), MINUTE),
            new RetrySpec(2, true, Set.of(), false, Optional.empty(), Duration.ZERO),
            NEVER,
            new BufferingSpec(true, BufferingSpec.Responses.PASS),
            ForwardSpec.DEFAULT,
            Optional.empty(),
            UnavailableSpec.DEFAULT);

    /** A balancer of connections: no clock, no second try. */
    static final Habits SERVICE = new Habits(
            BalancerKind.WEIGHTED_RANDOM,
            new TimeoutSpec(MINUTE, Optional.empty(), Optional.empty(), Optional.empty()),
            RetrySpec.times(0),
            NEVER,
            BufferingSpec.OFF,
            new ForwardSpec(HostHeaderSpec.CLIENT, Optional.empty(), MINUTE, true),
            Optional.empty(),
            UnavailableSpec.DEFAULT);

    private static final Habits CONTAINERS = new Habits(
            BalancerKind.ROUND_ROBIN,
            new TimeoutSpec(
                    Duration.ofSeconds(5), Optional.empty(), Optional.of(Duration.ofMinutes(5)), Optional.of(MINUTE)),
            RetrySpec.times(0),
            NEVER,
            BufferingSpec.OFF,
            ForwardSpec.DEFAULT,
            Optional.of(CONTAINERS_PROBE),
            new UnavailableSpec(500, false));

    private static final Habits FABRIC = new Habits(
            BalancerKind.POWER_OF_TWO,
            gaps(MINUTE, MINUTE),
            new RetrySpec(ALL, true, Set.of(), false, Optional.empty(), Duration.ZERO),
            PassiveSpec.DEFAULT,
            new BufferingSpec(true, BufferingSpec.Responses.HOLD_UNFRAMED),
            ForwardSpec.DEFAULT,
            Optional.empty(),
            UnavailableSpec.DEFAULT);

    private static final Habits GATEWAY_API = new Habits(
            BalancerKind.ROUND_ROBIN,
            TimeoutSpec.DEFAULT,
            RetrySpec.DEFAULT,
            PassiveSpec.DEFAULT,
            BufferingSpec.OFF,
            ForwardSpec.DEFAULT,
            Optional.empty(),
            UnavailableSpec.DEFAULT);

    static Habits of(Profile profile) {
        return switch (profile) {
            case INGRESS_NGINX -> INGRESS_NGINX;
            case SERVICE_CLIENT_IP -> SERVICE;
            case APPLICATION_GATEWAY_FOR_CONTAINERS -> CONTAINERS;
            case NGINX_GATEWAY_FABRIC -> FABRIC;
            default -> GATEWAY_API;
        };
    }

    /** nginx's clocks: each gap between two reads, from the last byte of the request on. */
    static TimeoutSpec gaps(Duration connect, Duration read) {
        return new TimeoutSpec(connect, Optional.of(read), Optional.of(read), Optional.empty());
    }

    Habits balancing(BalancerKind other) {
        return new Habits(other, timeouts, retry, passive, buffering, forward, probe, unavailable);
    }

    Habits timing(TimeoutSpec other) {
        return new Habits(balancer, other, retry, passive, buffering, forward, probe, unavailable);
    }

    Habits retrying(RetrySpec other) {
        return new Habits(balancer, timeouts, other, passive, buffering, forward, probe, unavailable);
    }

    Habits buffering(BufferingSpec other) {
        return new Habits(balancer, timeouts, retry, passive, other, forward, probe, unavailable);
    }

    Habits forwarding(ForwardSpec other) {
        return new Habits(balancer, timeouts, retry, passive, buffering, other, probe, unavailable);
    }

    Habits probing(ProbeSpec other) {
        return new Habits(balancer, timeouts, retry, passive, buffering, forward, Optional.of(other), unavailable);
    }

    Habits answering(int status) {
        UnavailableSpec other = new UnavailableSpec(status, false);
        return new Habits(balancer, timeouts, retry, passive, buffering, forward, probe, other);
    }

    /** A pool with these habits. */
    PoolSpec pool(String name, String group, List<BackendSpec> backends, AffinitySpec affinity) {
        return new PoolSpec(
                name,
                backends,
                balancer,
                affinity,
                probe,
                passive,
                timeouts,
                retry,
                PoolSpec.DEFAULT_DRAIN_TIMEOUT,
                group,
                forward,
                buffering,
                unavailable);
    }
}
