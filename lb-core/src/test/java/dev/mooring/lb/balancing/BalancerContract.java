// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.BalancerKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** What every balancer keeps. */
interface BalancerContract {
    BalancerKind kind();

    default Balancer balancer() {
        Random seeded = new Random(42);
        return Balancers.of(kind(), () -> seeded);
    }

    static Map<String, Integer> count(Balancer balancer, List<? extends Candidate> candidates, int picks) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < picks; i++) {
            counts.merge(balancer.pick(LineUp.of(candidates)).id(), 1, Integer::sum);
        }
        return counts;
    }

    static void assertShares(List<? extends Candidate> candidates, Map<String, Integer> counts, double tolerance) {
        double picks = counts.values().stream().mapToInt(Integer::intValue).sum();
        double total = LineUp.of(candidates).total();
        for (Candidate candidate : candidates) {
            double share = counts.getOrDefault(candidate.id(), 0) / picks;
            assertEquals(candidate.weight() / total, share, tolerance, candidate + " of " + counts);
        }
    }

    @Test
    default void theOnlyCandidateIsPicked() {
        List<TestCandidate> one = TestCandidate.ofWeights(7);

        assertSame(one.get(0), balancer().pick(LineUp.of(one)));
    }

    @Test
    default void equalIdleCandidatesGetEqualSharesWhateverTheirNumber() {
        for (int n = 1; n <= 9; n++) {
            List<TestCandidate> candidates = TestCandidate.equal(n);

            assertShares(candidates, count(balancer(), candidates, 9_000), 0.02);
        }
    }

    @Test
    default void idleCandidatesGetSharesByWeightInEveryOrder() {
        for (List<TestCandidate> order : TestCandidate.permutations(TestCandidate.ofWeights(1, 2, 3, 10))) {
            assertShares(order, count(balancer(), order, 8_000), 0.025);
        }
    }

    @Test
    default void equallyLoadedCandidatesGetSharesByWeight() {
        List<TestCandidate> candidates = TestCandidate.ofWeights(1, 2, 5);
        candidates.forEach(c -> c.inFlight = 100 * c.weight());

        assertShares(candidates, count(balancer(), candidates, 8_000), 0.025);
    }

    @Test
    default void changingListIsFollowedAtOnce() {
        Balancer balancer = balancer();
        for (int round = 0; round < 200; round++) {
            List<TestCandidate> candidates = TestCandidate.equal(1 + round % 7);
            assertTrue(candidates.contains(balancer.pick(LineUp.of(candidates))));
        }
    }

    @Test
    default void retriesThatLeaveOneOutDoNotDisturbTheShareOfTheOthers() {
        Balancer balancer = balancer();
        List<TestCandidate> three = TestCandidate.equal(3);
        List<TestCandidate> alive = three.subList(1, 3);
        Map<String, Integer> served = new HashMap<>();
        for (int request = 0; request < 6_000; request++) {
            Candidate picked = balancer.pick(LineUp.of(three));
            Candidate server = picked == three.get(0) ? balancer.pick(LineUp.of(alive)) : picked;
            served.merge(server.id(), 1, Integer::sum);
        }

        assertShares(alive, served, 0.03);
    }

    @Test
    default void manyThreadsKeepTheShares() throws Exception {
        Balancer balancer = Balancers.of(kind(), ThreadLocalRandom::current);
        List<TestCandidate> candidates = TestCandidate.ofWeights(1, 1, 2);
        Map<String, LongAdder> adders = new ConcurrentHashMap<>();
        Callable<Boolean> work = () -> {
            for (int i = 0; i < 5_000; i++) {
                adders.computeIfAbsent(balancer.pick(LineUp.of(candidates)).id(), id -> new LongAdder())
                        .increment();
            }
            return true;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (var done : threads.invokeAll(List.of(work, work, work, work))) {
                assertTrue(done.get());
            }
        } finally {
            threads.shutdown();
        }
        Map<String, Integer> counts = new HashMap<>();
        adders.forEach((id, adder) -> counts.put(id, adder.intValue()));

        assertShares(candidates, counts, 0.03);
    }
}
