// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingTest {
    private static final List<String> NODES =
            List.of("10.0.0.1:8080", "10.0.0.2:8080", "10.0.0.3:8080", "10.0.0.4:8080");

    private static String find(int nodes, String key) {
        return "" + (char) ('A' + new Ring(NODES.subList(0, nodes)).find(key));
    }

    /** Looked up in the real library. */
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "1795327313.676.5182.231684,C,B,C",
                "abc,C,A,C",
                "'',A,A,A",
                "x,A,A,A",
                "/,A,A,A",
                "/a?b=1,B,B,B",
                "192.168.1.10,A,A,D",
                "user-42,C,A,C",
                "1,B,B,B",
                "a b,A,A,A"
            })
    void keysAreWhereTheRealLibraryHasThem(String key, String ofThree, String ofTwo, String ofFour) {
        assertEquals(ofThree, find(3, key));
        assertEquals(ofTwo, find(2, key));
        assertEquals(ofFour, find(4, key));
    }

    @Test
    void nameThatComesTakesItsShareAndMovesNobodyElse() {
        int moved = 0;
        for (int i = 0; i < 200; i++) {
            String before = find(3, "user-" + i);
            String after = find(4, "user-" + i);
            if (!before.equals(after)) {
                assertEquals("D", after);
                moved++;
            }
        }
        int seen = moved;
        assertTrue(moved > 20 && moved < 90, () -> seen + " of 200 moved");
    }

    @Test
    void orderOfNamesDoesNotMatter() {
        List<String> reversed = new ArrayList<>(NODES);
        java.util.Collections.reverse(reversed);
        Ring ring = new Ring(NODES);
        Ring other = new Ring(reversed);
        for (int i = 0; i < 200; i++) {
            assertEquals(NODES.get(ring.find("k" + i)), reversed.get(other.find("k" + i)));
        }
    }

    @Test
    void emptyRingHasNoName() {
        assertEquals(-1, new Ring(List.of()).find("x"));
    }

    @Test
    void oneNameHasAllKeys() {
        Ring ring = new Ring(List.of("a"));
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, ring.find("k" + i));
        }
    }
}
