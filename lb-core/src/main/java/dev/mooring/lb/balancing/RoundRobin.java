// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Each in its turn, as often as its weight says. Of as many picks in a row as the weights add up to, each candidate gets
 * exactly its weight, spread out instead of in one block. Safe from any thread: a turn is one atomic increment. Costs O(log n), O(1)
 * for equal weights.
 *
 * <p>Every line-up of candidates has a turn of its own. With a single turn, a retry that leaves out a failed backend would take
 * the turn that the next request needs, and one backend might never be picked first.
 */
final class RoundRobin implements Balancer {
    private static final int TURNS = 64;

    private final AtomicLongArray turns = new AtomicLongArray(TURNS);
    // Computed once for each sum of weights. A race computes it twice, to the same.
    private volatile Stride stride = Stride.over(1);

    @Override
    public Candidate pick(LineUp candidates) {
        long steps = candidates.turns();
        long step = turns.getAndIncrement(slot(candidates.hash())) % steps;
        if (steps == candidates.size()) {
            return candidates.get((int) step);
        }
        return candidates.get(candidates.indexAt(step * stride(steps) % steps * candidates.divisor()));
    }

    private static int slot(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed >>> (Integer.SIZE - Integer.numberOfTrailingZeros(TURNS));
    }

    private long stride(long steps) {
        Stride known = stride;
        if (known.steps != steps) {
            known = Stride.over(steps);
            stride = known;
        }
        return known.length;
    }
}
