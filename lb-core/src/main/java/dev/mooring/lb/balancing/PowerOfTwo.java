// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The less loaded of two different ones that are drawn at random, in proportion to their weights; the first drawn when both
 * are equally loaded. Nearly as even as {@link LeastInFlight}, and many balancers that do not know of each other do not all
 * run to the same backend (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing"). Safe from any thread.
 * Costs O(log n), for the weights.
 */
final class PowerOfTwo implements Balancer {
    private final Supplier<? extends RandomGenerator> random;

    PowerOfTwo(Supplier<? extends RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public Candidate pick(LineUp candidates) {
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        RandomGenerator generator = random.get();
        int firstIndex = candidates.indexAt(generator.nextLong(candidates.total()));
        Candidate first = candidates.get(firstIndex);
        long others = candidates.total() - candidates.weight(firstIndex);
        Candidate second = candidates.get(candidates.indexAt(generator.nextLong(others), firstIndex));
        boolean secondIsBetter =
                Weights.lessLoaded(second.inFlight(), second.weight(), first.inFlight(), first.weight());
        return secondIsBetter ? second : first;
    }
}
