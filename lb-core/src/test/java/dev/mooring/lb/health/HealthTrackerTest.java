// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.health;

import static dev.mooring.lb.health.HealthStatus.HEALTHY;
import static dev.mooring.lb.health.HealthStatus.UNHEALTHY;
import static dev.mooring.lb.health.HealthStatus.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.model.ProbeSpec;
import org.junit.jupiter.api.Test;

class HealthTrackerTest {
    private static HealthTracker tracker(int unhealthyThreshold, int healthyThreshold) {
        return new HealthTracker(unhealthyThreshold, healthyThreshold, UNKNOWN, 0);
    }

    /** The status after each result: '+' is a good probe, '-' a failed one. */
    private static HealthStatus after(HealthTracker start, String results) {
        HealthTracker tracker = start;
        for (int i = 0; i < results.length(); i++) {
            tracker = tracker.after(results.charAt(i) == '+');
        }
        return tracker.status();
    }

    @Test
    void backendIsUsableBeforeItsFirstProbe() {
        assertEquals(UNKNOWN, HealthTracker.of(ProbeSpec.DEFAULT).status());
        assertTrue(UNKNOWN.usable());
    }

    @Test
    void firstGoodProbeMakesItHealthyWhateverTheThreshold() {
        assertEquals(HEALTHY, after(tracker(3, 5), "+"));
        assertEquals(HEALTHY, after(tracker(3, 5), "--+"));
    }

    @Test
    void failuresBelowTheThresholdChangeNothing() {
        assertEquals(UNKNOWN, after(tracker(3, 1), "--"));
        assertEquals(HEALTHY, after(tracker(3, 1), "+--"));
    }

    @Test
    void failuresInARowMakeItUnhealthy() {
        assertEquals(UNHEALTHY, after(tracker(3, 1), "---"));
        assertEquals(UNHEALTHY, after(tracker(3, 1), "+---"));
        assertEquals(UNHEALTHY, after(tracker(1, 1), "+-"));
    }

    @Test
    void goodProbeInBetweenStartsTheCountAgain() {
        assertEquals(HEALTHY, after(tracker(3, 1), "+--+--"));
    }

    @Test
    void unhealthyBackendComesBackOnItsFirstGoodProbeByDefault() {
        assertEquals(HEALTHY, after(HealthTracker.of(ProbeSpec.DEFAULT), "---+"));
    }

    @Test
    void higherThresholdAsksForGoodProbesInARow() {
        assertEquals(UNHEALTHY, after(tracker(2, 3), "--++"));
        assertEquals(UNHEALTHY, after(tracker(2, 3), "--++-++"));
        assertEquals(HEALTHY, after(tracker(2, 3), "--++-+++"));
    }

    @Test
    void failedConnectionsMarkItUnhealthyUntilProbesSayOtherwise() {
        HealthTracker marked = tracker(3, 2).after(true).markedUnhealthy();

        assertEquals(UNHEALTHY, marked.status());
        assertEquals(UNHEALTHY, after(marked, "+"));
        assertEquals(HEALTHY, after(marked, "++"));
    }

    @Test
    void reloadKeepsTheBeliefAndTakesTheNewThresholds() {
        HealthTracker reloaded = tracker(5, 5).after(false).after(false).with(ProbeSpec.DEFAULT);

        assertEquals(UNKNOWN, reloaded.status());
        assertEquals(UNHEALTHY, after(reloaded, "-"));
    }

    @Test
    void resultThatChangesNothingGivesTheSameTracker() {
        HealthTracker healthy = tracker(3, 1).after(true);

        assertSame(healthy, healthy.after(true));
    }
}
