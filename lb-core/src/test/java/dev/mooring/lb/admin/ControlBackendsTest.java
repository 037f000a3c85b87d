// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.admin.AdminBackends.BackendView;
import dev.mooring.lb.admin.AdminBackends.Order;
import dev.mooring.lb.admin.AdminBackends.PoolView;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControlBackendsTest {
    private final Control control = new Control(spec(), RuntimeListener.NONE);
    private final ControlBackends backends = new ControlBackends(control);

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void poolsAreShownAsTheyAre() {
        PoolView pool = backends.pools().get(0);
        assertEquals("demo", pool.name());
        assertEquals("cookie", pool.affinity());
        assertEquals("least-in-flight", pool.balancer());
        assertEquals(
                List.of("b1", "b2"),
                pool.backends().stream().map(BackendView::id).toList());
        BackendView b2 = pool.backends().get(1);
        assertEquals("[::1]:9002", b2.address());
        assertEquals(3, b2.weight());
        assertEquals("OPEN", b2.condition().admission());
        assertFalse(b2.condition().draining());
        assertEquals(OptionalLong.empty(), b2.condition().drainRemainingMs());
    }

    @Test
    void loadIsReadWhenItIsShown() {
        BackendState b1 =
                control.live().current().pools().iterator().next().backends().get(0);
        b1.reserve();
        b1.streamOpened();
        b1.connectionOpened();
        assertEquals(
                new AdminBackends.Load(1, 1, 1),
                backends.pools().get(0).backends().get(0).load());
    }

    @Test
    void aDrainShowsHowLongItLastsAndCanBeTakenBack() {
        BackendView draining = order(Order.DRAIN).orElseThrow();
        assertEquals("BOUND_ONLY", draining.condition().admission());
        assertTrue(draining.condition().draining());
        long remaining = draining.condition().drainRemainingMs().orElseThrow();
        assertTrue(remaining > 0 && remaining <= 60_000, () -> "remaining " + remaining);
        BackendView back = order(Order.UNDRAIN).orElseThrow();
        assertEquals("OPEN", back.condition().admission());
        assertEquals(OptionalLong.empty(), back.condition().drainRemainingMs());
    }

    @Test
    void aDisabledBackendIsClosedUntilItIsEnabled() {
        BackendView disabled = order(Order.DISABLE).orElseThrow();
        assertEquals("CLOSED", disabled.condition().admission());
        assertTrue(disabled.condition().disabled());
        assertEquals("OPEN", order(Order.ENABLE).orElseThrow().condition().admission());
    }

    @Test
    void anOrderAboutNobodyFindsNobody() {
        assertEquals(
                Optional.empty(),
                backends.order(Order.DRAIN, "demo", "b9").toCompletableFuture().join());
    }

    private Optional<BackendView> order(Order order) {
        return backends.order(order, "demo", "b1").toCompletableFuture().join();
    }

    private static GatewaySpec spec() {
        PoolSpec pool = new PoolSpec(
                "demo",
                List.of(new BackendSpec("b1", "127.0.0.1", 9001, 1, 0), new BackendSpec("b2", "::1", 9002, 3, 0)),
                BalancerKind.LEAST_IN_FLIGHT,
                AffinitySpec.of(AffinitySpec.Cookie.DEFAULT),
                Optional.empty(),
                PassiveSpec.DEFAULT,
                TimeoutSpec.DEFAULT,
                0,
                Duration.ofMinutes(1));
        return new GatewaySpec(
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
    }
}
