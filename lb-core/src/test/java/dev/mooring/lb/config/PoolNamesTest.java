// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.UnavailableSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoolNamesTest {
    private static final List<PoolSpec> POOLS = List.of(
            pool("shop/cart:80#1", "shop/cart:80"),
            pool("shop/cart:80#2", "shop/cart:80"),
            pool("shop/cart:9090", "shop/cart:9090"),
            pool("lab/cart:80", "lab/cart:80"),
            pool("apiPool/fast", "apiPool"));

    @Test
    void groupIsCalledByEachOfItsForms() {
        assertEquals(Set.of("shop/cart:80"), PoolNames.groups("shop/cart:80", POOLS));
        assertEquals(Set.of("shop/cart:80", "shop/cart:9090"), PoolNames.groups("shop/cart", POOLS));
        assertEquals(Set.of("shop/cart:80", "lab/cart:80"), PoolNames.groups("cart:80", POOLS));
        assertEquals(Set.of("apiPool"), PoolNames.groups("apiPool", POOLS));
        assertEquals(Set.of(), PoolNames.groups("cart:81", POOLS));
    }

    @Test
    void poolsOwnNameCallsItsGroup() {
        assertEquals(Set.of("shop/cart:80"), PoolNames.groups("shop/cart:80#2", POOLS));
        assertEquals(Set.of("apiPool"), PoolNames.groups("apiPool/fast", POOLS));
    }

    @Test
    void portsOfOneServiceAreOneThingAndNamespacesAreNot() {
        assertTrue(PoolNames.areOneService(Set.of("shop/cart:80", "shop/cart:9090")));
        assertFalse(PoolNames.areOneService(Set.of("shop/cart:80", "lab/cart:80")));
    }

    private static PoolSpec pool(String name, String group) {
        return new PoolSpec(
                name,
                List.of(),
                BalancerKind.ROUND_ROBIN,
                AffinitySpec.NONE,
                Optional.empty(),
                PassiveSpec.DEFAULT,
                TimeoutSpec.DEFAULT,
                RetrySpec.DEFAULT,
                PoolSpec.DEFAULT_DRAIN_TIMEOUT,
                group,
                ForwardSpec.DEFAULT,
                BufferingSpec.OFF,
                UnavailableSpec.DEFAULT);
    }
}
