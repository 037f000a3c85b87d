// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void theLeastEditsWin() {
        List<String> names = List.of("blue-1", "blue-2", "green-1");
        assertEquals(Optional.of("green-1"), Nearest.of("gren-1", names));
        assertEquals(Optional.of("blue-2"), Nearest.of("blu-2", names));
        assertEquals(Optional.of("blue-1"), Nearest.of("", names), "the first of the shortest");
    }

    @Test
    void aNameOfAnyLengthIsCheap() {
        assertEquals(Optional.of("b1"), Nearest.of("b".repeat(1_000_000), List.of("b1")));
        assertEquals(Optional.empty(), Nearest.of("b1", List.of()));
    }
}
