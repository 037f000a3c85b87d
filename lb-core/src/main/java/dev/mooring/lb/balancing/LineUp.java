// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.util.Arrays;
import java.util.List;

/**
 * Candidates that stand ready for a client, laid end to end, each as long as its weight is now, so that a point on the line names
 * one of them. What each pick needs to know of all of them is added up once. Immutable; safe from any thread.
 */
public final class LineUp {
    private final List<Candidate> all;
    /** Where each one's part of the line ends. */
    private final long[] ends;

    private final long divisor;
    private final int hash;
    private final boolean anyMayBeFull;

    private LineUp(List<? extends Candidate> candidates) {
        all = List.copyOf(candidates);
        ends = new long[all.size()];
        long end = 0;
        long common = 0;
        int ids = 0;
        boolean limited = false;
        for (int i = 0; i < ends.length; i++) {
            Candidate candidate = all.get(i);
            end += candidate.weight();
            ends[i] = end;
            common = Stride.greatestCommonDivisor(candidate.weight(), common);
            ids = ids * 31 + candidate.id().hashCode();
            limited |= candidate.mayBeFull();
        }
        divisor = common;
        hash = ids;
        anyMayBeFull = limited;
    }

    /** These candidates, in this order; each has a weight above 0. */
    public static LineUp of(List<? extends Candidate> candidates) {
        return new LineUp(candidates);
    }

    /** The candidates in their order. */
    public List<Candidate> all() {
        return all;
    }

    /** How many they are. */
    public int size() {
        return ends.length;
    }

    /** One of them. */
    public Candidate get(int index) {
        return all.get(index);
    }

    /** Whether one of them has a {@code max-connections}, so that it may have no room. */
    public boolean anyMayBeFull() {
        return anyMayBeFull;
    }

    /** The length of the line. */
    long total() {
        return ends[ends.length - 1];
    }

    /** The number of turns in which each comes as often as its weight says: the sum of the weights in their lowest terms. */
    long turns() {
        return total() / divisor;
    }

    /** What the weights have in common. */
    long divisor() {
        return divisor;
    }

    /** The same for the same ids in the same order. */
    int hash() {
        return hash;
    }

    /** The index of the candidate at this point, from 0 to less than {@link #total}. */
    int indexAt(long point) {
        int found = Arrays.binarySearch(ends, point);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The same on a line without the candidate at index {@code leftOut}, which is shorter by its weight. */
    int indexAt(long point, int leftOut) {
        long start = ends[leftOut] - weight(leftOut);
        return indexAt(point < start ? point : point + weight(leftOut));
    }

    /** The weight of a candidate at the time of the line-up. */
    long weight(int index) {
        return index == 0 ? ends[0] : ends[index] - ends[index - 1];
    }
}
