// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.util.Arrays;

/** How often which duration was seen, to within 2 %. */
final class Latencies {
    private static final int STEPS = 64;
    private final long[] counts = new long[64 * STEPS];
    private long count;

    void clear() {
        Arrays.fill(counts, 0);
        count = 0;
    }

    void add(long nanos) {
        long value = Math.max(STEPS, nanos);
        int power = 63 - Long.numberOfLeadingZeros(value);
        counts[power * STEPS + (int) ((value >> (power - 6)) & (STEPS - 1))]++;
        count++;
    }

    long count() {
        return count;
    }

    /** The duration that this share of all did not exceed, in microseconds. */
    double micros(double share) {
        long left = (long) Math.ceil(count * share);
        for (int i = 0; i < counts.length; i++) {
            left -= counts[i];
            if (left <= 0 && counts[i] > 0) {
                return Math.scalb(1 + (i % STEPS + 0.5) / STEPS, i / STEPS) / 1000;
            }
        }
        return 0;
    }
}
