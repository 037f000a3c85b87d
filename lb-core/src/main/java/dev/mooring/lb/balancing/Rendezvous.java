// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the candidate that a key belongs to, without a table: each candidate scores {@code -weight / ln(hash(key, id))} and
 * the highest wins (weighted rendezvous hashing: Thaler and Ravishankar 1998; Schindelhauer and Schomaker 2005). A candidate
 * that goes moves only its own keys, one that comes takes only its share, and every balancer computes the same. The order of
 * the list does not matter. Safe from any thread.
 *
 * <p>Costs O(n), and allocates nothing: some microseconds for 1,000 candidates.
 */
public final class Rendezvous {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final int UNUSED_BITS = Long.SIZE - 52;
    private static final double UNIT = 0x1.0p-52;

    private Rendezvous() {}

    /** The candidate that the key belongs to; null when there is none with a weight above 0. */
    public static @Nullable Candidate pick(List<? extends Candidate> candidates, String key) {
        long keyHash = mix(hash(key));
        Candidate best = null;
        long bestDraw = 0;
        double bestScore = 0;
        for (int i = 0; i < candidates.size(); i++) {
            Candidate next = candidates.get(i);
            int weight = next.weight();
            if (weight <= 0) {
                continue;
            }
            // So many bits that a double holds them and one more: all of them count in the score.
            long draw = mix(keyHash ^ next.idHash()) >>> UNUSED_BITS;
            if (best != null && weight <= best.weight() && draw <= bestDraw) {
                // Neither weight nor draw is in its favour, which spares the logarithm.
                continue;
            }
            double score = score(draw, weight);
            if (score > bestScore) {
                best = next;
                bestDraw = draw;
                bestScore = score;
            }
        }
        return best;
    }

    private static double score(long draw, int weight) {
        // Half a step keeps the number off 0 and 1, where the logarithm has no use.
        return -weight / Math.log((draw + 0.5) * UNIT);
    }

    /**
     * FNV-1a over the characters: what {@link Candidate#idHash} has to be. {@link String#hashCode} will not do: short ids of equal
     * hash are easy to find.
     */
    public static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Stafford's variant 13 of the finaliser of MurmurHash3, as in SplittableRandom: every bit depends on every bit. */
    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
