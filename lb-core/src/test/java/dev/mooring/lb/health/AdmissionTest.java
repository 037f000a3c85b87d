// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    @ParameterizedTest
    @CsvSource({
        // health, draining, drainEnded, disabled -> admission: all 24
        "UNKNOWN,   false, false, false, OPEN",
        "UNKNOWN,   false, false, true,  CLOSED",
        "UNKNOWN,   false, true,  false, CLOSED",
        "UNKNOWN,   false, true,  true,  CLOSED",
        "UNKNOWN,   true,  false, false, BOUND_ONLY",
        "UNKNOWN,   true,  false, true,  CLOSED",
        "UNKNOWN,   true,  true,  false, CLOSED",
        "UNKNOWN,   true,  true,  true,  CLOSED",
        "HEALTHY,   false, false, false, OPEN",
        "HEALTHY,   false, false, true,  CLOSED",
        "HEALTHY,   false, true,  false, CLOSED",
        "HEALTHY,   false, true,  true,  CLOSED",
        "HEALTHY,   true,  false, false, BOUND_ONLY",
        "HEALTHY,   true,  false, true,  CLOSED",
        "HEALTHY,   true,  true,  false, CLOSED",
        "HEALTHY,   true,  true,  true,  CLOSED",
        "UNHEALTHY, false, false, false, CLOSED",
        "UNHEALTHY, false, false, true,  CLOSED",
        "UNHEALTHY, false, true,  false, CLOSED",
        "UNHEALTHY, false, true,  true,  CLOSED",
        "UNHEALTHY, true,  false, false, CLOSED",
        "UNHEALTHY, true,  false, true,  CLOSED",
        "UNHEALTHY, true,  true,  false, CLOSED",
        "UNHEALTHY, true,  true,  true,  CLOSED",
    })
    void healthDrainAndAdministratorAddUpToOneState(
            HealthStatus health, boolean draining, boolean drainEnded, boolean disabled, Admission expected) {
        assertEquals(expected, Admission.of(health, draining, drainEnded, disabled));
    }
}
