// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.util.List;

/** Candidates laid end to end, each as long as its weight, so that a point on the line names one of them. */
final class Weights {
    /** No candidate is left out. */
    static final int NOBODY = -1;

    private Weights() {}

    /** The length of the line. */
    static long total(List<? extends Candidate> candidates) {
        long total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            total += candidates.get(i).weight();
        }
        return total;
    }

    /** The index of the candidate at {@code point}, on a line without the candidate at index {@code leftOut}. */
    static int indexAt(List<? extends Candidate> candidates, long point, int leftOut) {
        long rest = point;
        int last = 0;
        for (int i = 0; i < candidates.size(); i++) {
            if (i != leftOut) {
                last = i;
                rest -= candidates.get(i).weight();
                if (rest < 0) {
                    return i;
                }
            }
        }
        // Only when a weight was changed after the total was taken.
        return last;
    }

    /** Whether {@code load} on {@code weight} is less than {@code otherLoad} on {@code otherWeight}. */
    static boolean lessLoaded(int load, int weight, int otherLoad, int otherWeight) {
        return (long) load * otherWeight < (long) otherLoad * weight;
    }
}
