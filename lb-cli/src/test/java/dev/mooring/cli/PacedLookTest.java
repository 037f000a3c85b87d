// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedLookTest {
    private long now = 17;
    private long cost = 100;
    private int looks;

    private final PacedLook paced = new PacedLook(
            () -> {
                now += cost;
                looks++;
                return List.of(Path.of("look-" + looks));
            },
            () -> now);

    @Test
    void aLookThatCostsMuchIsTakenSeldom() {
        assertEquals(List.of(Path.of("look-1")), paced.files());
        now += 50 * cost - 1;
        assertEquals(List.of(Path.of("look-1")), paced.files());
        now += 1;
        assertEquals(List.of(Path.of("look-2")), paced.files());
    }

    @Test
    void aLookThatCostsNothingIsTakenEachTime() {
        cost = 0;
        paced.files();
        paced.files();
        assertEquals(2, looks);
    }
}
