// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.BalancerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundRobinTest implements BalancerContract {
    @Override
    public BalancerKind kind() {
        return BalancerKind.ROUND_ROBIN;
    }

    private List<String> picks(List<TestCandidate> candidates, int count) {
        Balancer balancer = balancer();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(balancer.pick(LineUp.of(candidates)).id());
        }
        return ids;
    }

    @Test
    void equalCandidatesTakeTurnsInTheirOrder() {
        assertEquals(List.of("b0", "b1", "b2", "b0", "b1", "b2"), picks(TestCandidate.equal(3), 6));
    }

    @Test
    void equalWeightsAboveOneAreTurnsToo() {
        assertEquals(List.of("b0", "b1", "b0", "b1"), picks(TestCandidate.ofWeights(50, 50), 4));
    }

    @Test
    void everyWindowAsLongAsTheWeightsGivesEachExactlyItsWeight() {
        for (List<TestCandidate> order : TestCandidate.permutations(TestCandidate.ofWeights(1, 2, 4, 6))) {
            List<String> ids = picks(order, 60);
            for (int start = 0; start + 13 <= ids.size(); start++) {
                List<String> window = ids.subList(start, start + 13);
                for (TestCandidate candidate : order) {
                    assertEquals(
                            candidate.weight(),
                            window.stream().filter(candidate.id()::equals).count());
                }
            }
        }
    }

    @Test
    void turnsOfHeavyCandidateAreSpreadOut() {
        List<String> ids = picks(TestCandidate.ofWeights(5, 3, 2), 10);

        assertTrue(ids.indexOf("b1") < 5 && ids.indexOf("b2") < 8, ids.toString());
        for (int i = 0; i + 3 <= ids.size(); i++) {
            assertTrue(ids.subList(i, i + 3).stream().distinct().count() > 1, ids.toString());
        }
    }

    @Test
    void noCandidateRunsAheadOfItsShareByMoreThanThreeTurns() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int[] weights = random.ints(2 + random.nextInt(5), 1, 30).toArray();
            List<TestCandidate> candidates = TestCandidate.ofWeights(weights);
            double total = LineUp.of(candidates).total();
            List<String> ids = picks(candidates, (int) total);
            int[] seen = new int[weights.length];
            for (int i = 0; i < ids.size(); i++) {
                seen[Integer.parseInt(ids.get(i).substring(1))]++;
                for (int c = 0; c < seen.length; c++) {
                    assertEquals((i + 1) * weights[c] / total, seen[c], 3.0, () -> candidates + " " + ids);
                }
            }
        }
    }
}
