// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineUpTest {
    private static List<Integer> indexes(LineUp line) {
        List<Integer> indexes = new ArrayList<>();
        for (long point = 0; point < line.total(); point++) {
            indexes.add(line.indexAt(point));
        }
        return indexes;
    }

    private static List<Integer> indexesWithout(LineUp line, int leftOut) {
        List<Integer> indexes = new ArrayList<>();
        for (long point = 0; point < line.total() - line.weight(leftOut); point++) {
            indexes.add(line.indexAt(point, leftOut));
        }
        return indexes;
    }

    @Test
    void eachHasAsManyPointsAsItsWeight() {
        assertEquals(List.of(0, 1, 1, 1, 2, 2), indexes(LineUp.of(TestCandidate.ofWeights(1, 3, 2))));
        assertEquals(List.of(0, 0), indexes(LineUp.of(TestCandidate.ofWeights(2))));
    }

    @Test
    void whoIsLeftOutHasNone() {
        LineUp line = LineUp.of(TestCandidate.ofWeights(1, 3, 2));

        assertEquals(List.of(1, 1, 1, 2, 2), indexesWithout(line, 0));
        assertEquals(List.of(0, 2, 2), indexesWithout(line, 1));
        assertEquals(List.of(0, 1, 1, 1), indexesWithout(line, 2));
    }

    @Test
    void weightsWithADivisorNeedFewerTurns() {
        assertEquals(2, LineUp.of(TestCandidate.ofWeights(50, 50)).turns());
        assertEquals(5, LineUp.of(TestCandidate.ofWeights(20, 30)).turns());
        assertEquals(1, LineUp.of(TestCandidate.ofWeights(7)).turns());
    }

    @Test
    void greatestWeightsDoNotOverflow() {
        LineUp line = LineUp.of(TestCandidate.ofWeights(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));

        assertEquals(3L * Integer.MAX_VALUE, line.total());
        assertEquals(2, line.indexAt(line.total() - 1));
    }

    @Test
    void oneThatMayBeFullIsEnoughToLookAtAll() {
        assertTrue(LineUp.of(TestCandidate.equal(3)).anyMayBeFull());
        Candidate free = new TestCandidate("b0", 1) {
            @Override
            public boolean mayBeFull() {
                return false;
            }
        };
        assertFalse(LineUp.of(List.of(free)).anyMayBeFull());
        assertTrue(LineUp.of(List.of(free, new TestCandidate("b1", 1))).anyMayBeFull());
    }
}
