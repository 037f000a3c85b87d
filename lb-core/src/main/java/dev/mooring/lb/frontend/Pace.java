// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import java.time.Duration;
import java.util.Optional;

/** Whether a client keeps up with what it owes: at least so much in each so long. Confined to one event loop. */
final class Pace {
    private final long time;
    private final long least;
    private long since;
    private long mark;

    /**
     * A pace to be kept.
     *
     * @param time how long; empty for any time
     * @param least how much of it, in bytes
     */
    Pace(Optional<Duration> time, long least) {
        this.time = time.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        this.least = least;
    }

    /** From now on the client owes something; the count of what it has done grows from here. */
    void begin(long now, long count) {
        since = now;
        mark = count;
    }

    /** Whether too little was done in too long. */
    boolean isLate(long now, long count) {
        if (now < deadline()) {
            return false;
        }
        boolean late = count - mark < least;
        begin(now, count);
        return late;
    }

    /** When to look again. */
    long deadline() {
        return time == Long.MAX_VALUE ? Long.MAX_VALUE : since + time;
    }
}
