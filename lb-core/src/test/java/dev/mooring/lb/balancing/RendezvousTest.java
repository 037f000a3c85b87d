// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int KEYS = 20_000;

    private static String home(List<TestCandidate> candidates, String key) {
        return Objects.requireNonNull(Rendezvous.pick(candidates, key)).id();
    }

    private static String key(int i) {
        return "10.0." + i / 256 + "." + i % 256;
    }

    private static Map<String, Integer> shares(List<TestCandidate> candidates) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            counts.merge(home(candidates, key(i)), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void keyHasTheSameHomeInEveryOrderOfThePool() {
        for (List<TestCandidate> order : TestCandidate.permutations(TestCandidate.ofWeights(1, 1, 2, 5))) {
            for (int i = 0; i < 50; i++) {
                assertEquals(home(TestCandidate.ofWeights(1, 1, 2, 5), key(i)), home(order, key(i)));
            }
        }
    }

    @Test
    void equalBackendsGetEqualSharesWhateverTheirNumber() {
        for (int n = 1; n <= 12; n++) {
            List<TestCandidate> candidates = TestCandidate.equal(n);
            BalancerContract.assertShares(candidates, shares(candidates), 0.015);
        }
    }

    @Test
    void sharesFollowTheWeights() {
        List<TestCandidate> candidates = TestCandidate.ofWeights(1, 2, 3, 10, 100);

        BalancerContract.assertShares(candidates, shares(candidates), 0.01);
    }

    @Test
    void removingOneMovesOnlyItsOwnKeysAndSpreadsThemEvenly() {
        List<TestCandidate> all = TestCandidate.equal(6);
        for (TestCandidate gone : all) {
            List<TestCandidate> rest = new ArrayList<>(all);
            rest.remove(gone);
            Map<String, Integer> takenOver = new HashMap<>();
            for (int i = 0; i < KEYS; i++) {
                String before = home(all, key(i));
                String after = home(rest, key(i));
                if (before.equals(gone.id())) {
                    takenOver.merge(after, 1, Integer::sum);
                } else {
                    assertEquals(before, after);
                }
            }
            BalancerContract.assertShares(rest, takenOver, 0.05);
        }
    }

    @Test
    void addingOneMovesAboutItsShareAndAllOfItToTheNewOne() {
        List<TestCandidate> five = TestCandidate.equal(5);
        List<TestCandidate> six = TestCandidate.equal(6);
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            String after = home(six, key(i));
            if (!home(five, key(i)).equals(after)) {
                assertEquals("b5", after);
                moved++;
            }
        }

        assertEquals(KEYS / 6.0, moved, KEYS * 0.01);
    }

    @Test
    void raisingOneWeightMovesKeysOnlyToThatOne() {
        for (int i = 0; i < KEYS; i++) {
            String before = home(TestCandidate.ofWeights(2, 3, 4), key(i));
            String after = home(TestCandidate.ofWeights(2, 6, 4), key(i));
            if (!before.equals(after)) {
                assertEquals("b1", after);
            }
        }
    }

    @Test
    void idsOfEqualHashCodeAreToldApart() {
        List<TestCandidate> twins = List.of(new TestCandidate("Aa", 1), new TestCandidate("BB", 1));
        assertEquals("Aa".hashCode(), "BB".hashCode());

        BalancerContract.assertShares(twins, shares(twins), 0.015);
    }

    @Test
    void similarKeysDoNotShareAHome() {
        List<TestCandidate> candidates = TestCandidate.equal(100);

        assertNotEquals(home(candidates, "client-1"), home(candidates, "client-2"));
        assertNotEquals(home(candidates, ""), home(candidates, "0"));
    }

    @Test
    void weightZeroIsNobodysHome() {
        assertNull(Rendezvous.pick(TestCandidate.ofWeights(0, 0), "key"));
        assertNull(Rendezvous.pick(List.of(), "key"));
        List<TestCandidate> candidates = TestCandidate.ofWeights(0, 1);
        assertSame(candidates.get(1), Rendezvous.pick(candidates, "key"));
    }

    @Test
    void homesOfKnownKeysNeverChangeBetweenReleases() {
        List<TestCandidate> candidates = TestCandidate.ofWeights(1, 1, 1, 2, 2);
        StringBuilder homes = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            homes.append(home(candidates, key(i)).charAt(1));
        }

        assertEquals("33402223403014313444", homes.toString());
    }
}
