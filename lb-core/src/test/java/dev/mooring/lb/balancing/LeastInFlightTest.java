// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.model.BalancerKind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeastInFlightTest implements BalancerContract {
    @Override
    public BalancerKind kind() {
        return BalancerKind.LEAST_IN_FLIGHT;
    }

    @Test
    void fewestInFlightWinsInEveryOrder() {
        List<TestCandidate> candidates = TestCandidate.equal(5);
        for (TestCandidate candidate : candidates) {
            candidate.inFlight = 10 + Integer.parseInt(candidate.id().substring(1));
        }
        for (List<TestCandidate> order : TestCandidate.permutations(candidates)) {
            assertEquals("b0", balancer().pick(LineUp.of(order)).id());
        }
    }

    @Test
    void fewestForItsWeightWinsAgainstAnyRandomLoad() {
        Random random = new Random(3);
        Balancer balancer = balancer();
        for (int round = 0; round < 2_000; round++) {
            List<TestCandidate> candidates = TestCandidate.ofWeights(
                    random.ints(1 + random.nextInt(6), 1, 9).toArray());
            candidates.forEach(c -> c.inFlight = random.nextInt(20));
            double least = candidates.stream()
                    .mapToDouble(c -> (double) c.inFlight / c.weight())
                    .min()
                    .orElseThrow();

            Candidate picked = balancer.pick(LineUp.of(candidates));

            assertEquals(least, (double) picked.inFlight() / picked.weight(), 1e-9, candidates.toString());
        }
    }

    @Test
    void requestsThatStayFillTheBackendsByWeight() {
        Balancer balancer = balancer();
        List<TestCandidate> candidates = TestCandidate.ofWeights(1, 3, 6);
        for (int i = 0; i < 1_000; i++) {
            ((TestCandidate) balancer.pick(LineUp.of(candidates))).inFlight++;
        }

        assertEquals(
                List.of(100, 300, 600),
                candidates.stream().map(TestCandidate::inFlight).toList());
    }

    @Test
    void hugeLoadsAndWeightsDoNotOverflow() {
        List<TestCandidate> candidates = TestCandidate.ofWeights(1_000, 1_000);
        candidates.get(0).inFlight = 2_000_000_000;
        candidates.get(1).inFlight = 1_999_999_999;

        assertEquals("b1", balancer().pick(LineUp.of(candidates)).id());
    }

    @Test
    void busyOneBeforeTheEqualsDoesNotChangeTheirShares() {
        List<TestCandidate> candidates = TestCandidate.ofWeights(50, 1, 1);
        candidates.get(0).inFlight = 1_000;

        assertEquals(
                5_000, BalancerContract.count(balancer(), candidates, 10_000).getOrDefault("b1", 0), 200);
    }
}
