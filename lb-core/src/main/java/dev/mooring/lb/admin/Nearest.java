// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the existing name that is the least edits (Levenshtein) away from the one that was asked for. Pure. */
final class Nearest {
    /** A name cannot be this long; the cost is the product of two lengths. */
    private static final int MAX_LENGTH = 64;

    private Nearest() {}

    /** The nearest name; empty when there are none to choose from. */
    static Optional<String> of(String asked, Collection<String> names) {
        String name = asked.length() > MAX_LENGTH ? asked.substring(0, MAX_LENGTH) : asked;
        return names.stream().min(Comparator.comparingInt(other -> edits(name, other)));
    }

    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
