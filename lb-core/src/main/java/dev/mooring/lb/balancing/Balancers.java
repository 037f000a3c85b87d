// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import dev.mooring.lb.model.BalancerKind;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes the balancer that a configuration asks for. */
public final class Balancers {
    private Balancers() {}

    /**
     * A new balancer of this kind, with its own turn.
     *
     * @param random gives the calling thread a source of chance, such as {@code ThreadLocalRandom::current}
     */
    public static Balancer of(BalancerKind kind, Supplier<? extends RandomGenerator> random) {
        return switch (kind) {
            case ROUND_ROBIN -> new RoundRobin();
            case LEAST_IN_FLIGHT -> new LeastInFlight(random);
            case POWER_OF_TWO -> new PowerOfTwo(random);
            case WEIGHTED_RANDOM -> new WeightedRandom(random);
        };
    }
}
