// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

/** Loads that are borne on different weights. */
final class Weights {
    private Weights() {}

    /** Whether {@code load} on {@code weight} is less than {@code otherLoad} on {@code otherWeight}. */
    static boolean lessLoaded(int load, int weight, int otherLoad, int otherWeight) {
        return (long) load * otherWeight < (long) otherLoad * weight;
    }
}
