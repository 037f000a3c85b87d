// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainEndTest {
    @ParameterizedTest
    @CsvSource({"PT0S,PT0S", "PT0.05S,PT0.025S", "PT4S,PT1S", "PT30S,PT3S", "PT5M,PT5S"})
    void lastRequestsOfADrainHaveATenthOfItWithinBounds(Duration drain, Duration grace) {
        assertEquals(grace, DrainEnd.grace(drain));
    }
}
