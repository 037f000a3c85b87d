// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.health;

import static dev.mooring.lb.health.HealthStatus.UNHEALTHY;
import static dev.mooring.lb.health.HealthStatus.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mooring.lb.model.PassiveSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PassiveHealthTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final PassiveSpec TWO_FOR_TEN_SECONDS = new PassiveSpec(2, Duration.ofSeconds(10));

    @Test
    void failuresInARowMakeItUnhealthyForTheDuration() {
        PassiveHealth once = PassiveHealth.of(TWO_FOR_TEN_SECONDS).failed(0);
        PassiveHealth twice = once.failed(SECOND);

        assertEquals(UNKNOWN, once.status(0));
        assertEquals(UNHEALTHY, twice.status(SECOND));
        assertEquals(UNHEALTHY, twice.status(11 * SECOND - 1));
        assertEquals(UNKNOWN, twice.status(11 * SECOND));
    }

    @Test
    void successInBetweenStartsTheCountAgain() {
        PassiveHealth health =
                PassiveHealth.of(TWO_FOR_TEN_SECONDS).failed(0).succeeded().failed(0);

        assertEquals(UNKNOWN, health.status(0));
    }

    @Test
    void successEndsTheDurationEarly() {
        assertEquals(
                UNKNOWN,
                PassiveHealth.of(TWO_FOR_TEN_SECONDS)
                        .failed(0)
                        .failed(0)
                        .succeeded()
                        .status(1));
    }

    @Test
    void oneFailureIsEnoughAfterTheDuration() {
        PassiveHealth health =
                PassiveHealth.of(TWO_FOR_TEN_SECONDS).failed(0).failed(0).failed(20 * SECOND);

        assertEquals(UNHEALTHY, health.status(20 * SECOND));
        assertEquals(UNKNOWN, health.status(30 * SECOND));
    }

    @Test
    void zeroFailuresMeansNever() {
        PassiveHealth health = PassiveHealth.of(new PassiveSpec(0, Duration.ofSeconds(10)));

        assertEquals(UNKNOWN, health.failed(0).failed(0).failed(0).status(0));
    }

    @Test
    void overflowOfTheNanoClockDoesNotMatter() {
        long beforeOverflow = Long.MAX_VALUE - SECOND;
        PassiveHealth health =
                PassiveHealth.of(TWO_FOR_TEN_SECONDS).failed(beforeOverflow).failed(beforeOverflow);

        assertEquals(UNHEALTHY, health.status(beforeOverflow));
        assertEquals(UNHEALTHY, health.status(beforeOverflow + 9 * SECOND));
        assertEquals(UNKNOWN, health.status(beforeOverflow + 10 * SECOND));
    }

    @Test
    void reloadKeepsTheCount() {
        PassiveHealth health = PassiveHealth.of(TWO_FOR_TEN_SECONDS).failed(0).with(PassiveSpec.DEFAULT);

        assertEquals(UNHEALTHY, health.status(0));
    }

    @Test
    void successWithNothingToForgetCostsNothing() {
        PassiveHealth health = PassiveHealth.of(TWO_FOR_TEN_SECONDS);

        assertSame(health, health.succeeded());
    }
}
