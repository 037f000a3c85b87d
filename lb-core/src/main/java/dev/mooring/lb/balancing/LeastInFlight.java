// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The one with the fewest exchanges in flight for its weight; among equals one at random, in proportion to the weights. Safe
 * from any thread. Costs O(n), in one pass: each load is read once, so that a change in between cannot confuse it.
 */
final class LeastInFlight implements Balancer {
    private final Supplier<? extends RandomGenerator> random;

    LeastInFlight(Supplier<? extends RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public Candidate pick(LineUp candidates) {
        Candidate best = candidates.get(0);
        int bestLoad = best.inFlight();
        int bestWeight = best.weight();
        long equals = bestWeight;
        for (int i = 1; i < candidates.size(); i++) {
            Candidate next = candidates.get(i);
            int load = next.inFlight();
            int weight = next.weight();
            boolean better = Weights.lessLoaded(load, weight, bestLoad, bestWeight);
            boolean equal = !better && !Weights.lessLoaded(bestLoad, bestWeight, load, weight);
            // Reservoir sampling: the k-th of the equals replaces the choice with its share of the first k.
            equals = better ? weight : equal ? equals + weight : equals;
            if (better || (equal && random.get().nextLong(equals) < weight)) {
                best = next;
                bestLoad = load;
                bestWeight = weight;
            }
        }
        return best;
    }
}
