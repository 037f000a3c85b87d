// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

/**
 * The step with which a walk around a circle of so many points visits each of them once, and at every moment has visited all
 * parts of it about equally. Immutable.
 */
final class Stride {
    private static final double GOLDEN_RATIO = 0.6180339887498949;
    private static final int WIDTH = 32;

    final long steps;
    final long length;

    private Stride(long steps, long length) {
        this.steps = steps;
        this.length = length;
    }

    /**
     * How even a walk is shows in the continued fraction of length over steps: the smaller its largest quotient, the more even
     * (Niederreiter, "Random Number Generation and Quasi-Monte Carlo Methods", 3.1). The golden ratio has only ones, so the
     * best is found near it.
     */
    static Stride over(long steps) {
        long golden = (long) (steps * GOLDEN_RATIO);
        long best = 1;
        long bestQuotient = Long.MAX_VALUE;
        for (long length = Math.max(1, golden - WIDTH); length <= Math.min(steps - 1, golden + WIDTH); length++) {
            if (greatestCommonDivisor(length, steps) == 1) {
                long quotient = largestQuotient(length, steps);
                if (quotient < bestQuotient) {
                    best = length;
                    bestQuotient = quotient;
                }
            }
        }
        return new Stride(steps, best);
    }

    private static long largestQuotient(long numerator, long denominator) {
        long largest = 0;
        long x = denominator;
        long y = numerator;
        while (y != 0) {
            largest = Math.max(largest, x / y);
            long rest = x % y;
            x = y;
            y = rest;
        }
        return largest;
    }

    static long greatestCommonDivisor(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }
}
