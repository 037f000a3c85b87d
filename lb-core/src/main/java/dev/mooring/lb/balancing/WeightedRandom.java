// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One drawn at random, in proportion to its weight. Keeps no state; safe from any thread. Costs O(log n). */
final class WeightedRandom implements Balancer {
    private final Supplier<? extends RandomGenerator> random;

    WeightedRandom(Supplier<? extends RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public Candidate pick(LineUp candidates) {
        return candidates.get(candidates.indexAt(random.get().nextLong(candidates.total())));
    }
}
