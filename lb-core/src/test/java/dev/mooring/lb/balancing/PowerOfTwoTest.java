// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.BalancerKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PowerOfTwoTest implements BalancerContract {
    @Override
    public BalancerKind kind() {
        return BalancerKind.POWER_OF_TWO;
    }

    @Test
    void mostLoadedOneIsNeverPicked() {
        List<TestCandidate> candidates = TestCandidate.equal(4);
        candidates.get(2).inFlight = 5;

        assertNull(BalancerContract.count(balancer(), candidates, 5_000).get("b2"));
    }

    @Test
    void ofTwoTheLessLoadedAlwaysWins() {
        List<TestCandidate> candidates = TestCandidate.ofWeights(1, 9);
        candidates.get(0).inFlight = 1;
        candidates.get(1).inFlight = 10;

        assertEquals(Map.of("b0", 100), BalancerContract.count(balancer(), candidates, 100));
    }

    @Test
    void loadIsMeasuredAgainstTheWeight() {
        List<TestCandidate> candidates = TestCandidate.ofWeights(1, 10);
        candidates.get(0).inFlight = 2;
        candidates.get(1).inFlight = 10;

        assertEquals(Map.of("b1", 100), BalancerContract.count(balancer(), candidates, 100));
    }

    @Test
    void requestsThatStaySpreadNearlyEvenly() {
        Balancer balancer = balancer();
        List<TestCandidate> candidates = TestCandidate.equal(20);
        for (int i = 0; i < 20_000; i++) {
            ((TestCandidate) balancer.pick(LineUp.of(candidates))).inFlight++;
        }

        for (TestCandidate candidate : candidates) {
            assertTrue(Math.abs(candidate.inFlight - 1_000) < 10, candidate.toString());
        }
    }
}
