// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One drawn at random, in proportion to its weight. Keeps no state; safe from any thread. Costs O(n). */
final class WeightedRandom implements Balancer {
    private final Supplier<? extends RandomGenerator> random;

    WeightedRandom(Supplier<? extends RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public Candidate pick(List<? extends Candidate> candidates) {
        long point = random.get().nextLong(Weights.total(candidates));
        return candidates.get(Weights.indexAt(candidates, point, Weights.NOBODY));
    }
}
