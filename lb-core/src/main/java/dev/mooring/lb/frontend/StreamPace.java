// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.model.PaceSpec;
import org.jspecify.annotations.Nullable;

/**
 * How fast a client must be on one stream of HTTP/2, where a window that stays shut stops one response and no other. Confined
 * to its event loop.
 */
final class StreamPace {
    private final LoopTimers timers;
    private final Pace body;
    private final Pace read;
    private long taken;

    StreamPace(LoopTimers timers, PaceSpec spec) {
        this.timers = timers;
        this.body = new Pace(spec.bodyTime(), spec.bodyProgress());
        this.read = new Pace(spec.readTime(), 1);
    }

    /** More of a body is waited for than has come. */
    void bodyWanted(long received) {
        body.begin(timers.now(), received);
        timers.lookAt(body.deadline());
    }

    /** So much of a response waits that no more is written. */
    void responseWaits() {
        read.begin(timers.now(), taken);
        timers.lookAt(read.deadline());
    }

    /** The client has room for so much more of what was written. */
    void taken(int bytes) {
        taken += bytes;
    }

    /**
     * What the client has not done in time; null while it does its part.
     *
     * @param owesBody whether a body is waited for, of which {@code received} bytes have come
     * @param owesReading whether a response waits for it
     */
    @Nullable
    Failure late(boolean owesBody, long received, boolean owesReading, long now) {
        if (owesBody && body.isLate(now, received)) {
            return Failure.SLOW_BODY;
        }
        return owesReading && read.isLate(now, taken) ? Failure.SLOW_READER : null;
    }

    /** When to look again. */
    long deadline(boolean owesBody, boolean owesReading) {
        return Math.min(owesBody ? body.deadline() : Long.MAX_VALUE, owesReading ? read.deadline() : Long.MAX_VALUE);
    }
}
