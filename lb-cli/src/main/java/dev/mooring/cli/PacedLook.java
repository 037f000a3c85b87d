// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which files there are, found out anew so seldom that it costs next to nothing: a pattern may stand for a tree of a hundred
 * thousand files. Confined to one thread at a time.
 */
final class PacedLook {
    /** It rests so many times as long as the last look took. */
    private static final int REST = 50;

    private final Supplier<List<Path>> search;
    private final LongSupplier nanoClock;
    private List<Path> found = List.of();
    private boolean looked;
    private long next;

    PacedLook(Supplier<List<Path>> search, LongSupplier nanoClock) {
        this.search = search;
        this.nanoClock = nanoClock;
    }

    /** What the last look found; looks again when it has rested. */
    List<Path> files() {
        long begin = nanoClock.getAsLong();
        if (!looked || begin - next >= 0) {
            found = search.get();
            looked = true;
            long end = nanoClock.getAsLong();
            next = end + REST * (end - begin);
        }
        return found;
    }
}
