// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.model.BalancerKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedRandomTest implements BalancerContract {
    @Override
    public BalancerKind kind() {
        return BalancerKind.WEIGHTED_RANDOM;
    }

    @Test
    void loadDoesNotMatter() {
        List<TestCandidate> candidates = TestCandidate.equal(2);
        candidates.get(0).inFlight = 1_000;

        assertEquals(
                5_000, BalancerContract.count(balancer(), candidates, 10_000).getOrDefault("b0", 0), 200);
    }
}
