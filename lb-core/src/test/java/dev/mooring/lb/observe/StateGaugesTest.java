// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Control;
import dev.mooring.lb.runtime.RuntimeListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateGaugesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicInteger clients = new AtomicInteger();
    private final Set<BackendState> sick = new HashSet<>();
    private final StateGauges gauges = new StateGauges(registry, clients::get, backend -> !sick.contains(backend));

    @Test
    void gaugesAreReadFromTheStateWhenSomebodyLooks() {
        BackendState b1 = backend("b1", 9001);
        gauges.show(List.of(b1));
        b1.reserve();
        b1.streamOpened();
        b1.streamOpened();
        b1.connectionOpened();
        clients.set(7);
        assertEquals(1, value(LbMeter.IN_FLIGHT, "b1"));
        assertEquals(2, value(LbMeter.STREAMS, "b1"));
        assertEquals(1, value(LbMeter.CONNECTIONS, "b1"));
        assertEquals(1, value(LbMeter.BACKEND_HEALTH, "b1"));
        assertEquals(
                7, registry.get(LbMeter.CLIENT_CONNECTIONS.meterName()).gauge().value());
        sick.add(b1);
        assertEquals(0, value(LbMeter.BACKEND_HEALTH, "b1"));
    }

    @Test
    void aRemovedBackendTakesItsGaugesAlong() {
        BackendState b1 = backend("b1", 9001);
        gauges.show(List.of(b1, backend("b2", 9002)));
        gauges.show(List.of(b1));
        assertEquals(1, registry.find(LbMeter.STREAMS.meterName()).gauges().size());
        assertEquals(
                1, registry.find(LbMeter.BACKEND_HEALTH.meterName()).gauges().size());
        gauges.show(List.of());
        assertEquals(1, registry.getMeters().size(), "client connections alone");
    }

    @Test
    void aBackendThatMovedIsReadFromItsNewState() {
        BackendState before = backend("b1", 9001);
        before.streamOpened();
        gauges.show(List.of(before));
        BackendState after = backend("b1", 9101);
        gauges.show(List.of(after));
        assertEquals(0, value(LbMeter.STREAMS, "b1"));
        after.streamOpened();
        after.streamOpened();
        assertEquals(2, value(LbMeter.STREAMS, "b1"));
    }

    private double value(LbMeter meter, String backend) {
        Gauge gauge = registry.get(meter.meterName())
                .tags("pool", "demo", "backend", backend)
                .gauge();
        return gauge.value();
    }

    /** A state as a running balancer has one. */
    private static BackendState backend(String id, int port) {
        PoolSpec pool = new PoolSpec(
                "demo",
                List.of(new BackendSpec(id, "127.0.0.1", port, 1, 0)),
                BalancerKind.ROUND_ROBIN,
                AffinitySpec.NONE,
                Optional.empty(),
                PassiveSpec.DEFAULT,
                TimeoutSpec.DEFAULT,
                0,
                PoolSpec.DEFAULT_DRAIN_TIMEOUT);
        GatewaySpec spec = new GatewaySpec(
                List.of(),
                List.of(),
                List.of(pool),
                List.of(),
                List.of(),
                LimitSpec.DEFAULT,
                GatewaySpec.DEFAULT_DRAIN_TIMEOUT,
                AccessLogSpec.OFF,
                false,
                Optional.empty());
        try (Control control = new Control(spec, RuntimeListener.NONE)) {
            return control.live().current().pools().iterator().next().backends().get(0);
        }
    }
}
