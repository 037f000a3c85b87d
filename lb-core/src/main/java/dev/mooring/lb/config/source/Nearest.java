// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the name that a misspelt one was probably meant to be: the one with the smallest optimal string alignment distance
 * (insert, delete, replace, swap neighbours), if that is at most a third of its length.
 */
public final class Nearest {
    private static final int MAX_LENGTH = 64;
    private static final int MAX_CANDIDATES = 1000;

    private Nearest() {}

    /** The nearest name; empty when none is near. The cost is bounded, whatever is asked. */
    public static Optional<String> of(String name, Collection<String> names) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return names.stream()
                .limit(MAX_CANDIDATES)
                .filter(other -> Math.abs(other.length() - name.length()) <= tolerance(other))
                .map(other -> new Scored(other, distance(name, other)))
                .filter(scored -> scored.distance <= tolerance(scored.name))
                .min(Comparator.comparingInt(Scored::distance))
                .map(Scored::name);
    }

    private static int tolerance(String name) {
        return name.length() > MAX_LENGTH ? -1 : Math.max(1, name.length() / 3);
    }

    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] cost, int i, int j) {
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private record Scored(String name, int distance) {}
}
