// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.Rendezvous;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom of a pool's members a key belongs to. {@link Rendezvous} decides, and what it said of the keys that came lately is kept, so
 * that a key that comes again costs the same in a pool of 1,000 as in one of 10. Safe from any thread.
 */
final class Homes {
    /** So few are asked as quickly as a table. */
    private static final int FEW = 32;

    private static final int MOST_KEYS = 10_000;
    /** Longer keys are asked for each time: clients who write them do not decide what memory this takes. */
    private static final int LONGEST_KEY = 64;

    private final List<Candidate> all;
    private final @Nullable Cache<String, Candidate> known;

    Homes(List<Candidate> all) {
        this.all = all;
        // The caller's thread does the upkeep: no thread is crossed.
        this.known = all.size() <= FEW
                ? null
                : Caffeine.newBuilder()
                        .maximumSize(MOST_KEYS)
                        .executor(Runnable::run)
                        .build();
    }

    /** The candidate that the key belongs to; null when there is none with a weight above 0. */
    @Nullable
    Candidate find(String key) {
        if (known == null || key.length() > LONGEST_KEY) {
            return Rendezvous.pick(all, key);
        }
        Candidate home = known.getIfPresent(key);
        if (home == null) {
            home = Rendezvous.pick(all, key);
            if (home != null) {
                known.put(key, home);
            }
        }
        return home;
    }
}
