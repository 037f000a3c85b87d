// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.model.LimitSpec;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long a client may take between its requests, and for the head of one; and how long it may be half gone. Confined to its event loop. */
final class ClientClocks {
    /** How long a client that sends no more still gets its responses: it may wait for them, or be gone, and nobody can tell. */
    private static final long HALF_CLOSED = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long NEVER = Long.MAX_VALUE;

    private final LoopTimers timers;
    private final LimitSpec limits;
    private long deadline = NEVER;
    private long goneBy = NEVER;
    private boolean inHead;

    ClientClocks(LoopTimers timers, LimitSpec limits) {
        this.timers = timers;
        this.limits = limits;
    }

    /** The connection is new, and waits for its first request. */
    void opened() {
        waitFor(limits.headerTime());
    }

    /** Another request may come. */
    void between() {
        inHead = false;
        waitFor(limits.keepAlive());
    }

    /** Some of a head has come: the rest must follow within a time of its own. */
    void head() {
        if (!inHead) {
            inHead = true;
            waitFor(limits.headerTime());
        }
    }

    /** A request is being served. */
    void serving() {
        deadline = NEVER;
    }

    /** The client sends no more. */
    void inputEnded() {
        goneBy = timers.now() + HALF_CLOSED;
        timers.lookAt(goneBy);
    }

    /** A client that sends no more is nothing special from now on. */
    void halfIsFine() {
        goneBy = NEVER;
    }

    /** Whether a client that sends no more has had its time. */
    boolean isGone(long now) {
        return now >= goneBy;
    }

    /** When it will have had it. */
    long goneBy() {
        return goneBy;
    }

    /** Whether what is waited for should be here. */
    boolean isLate(long now) {
        return now >= deadline;
    }

    /** Whether what is waited for is the rest of a head. */
    boolean inHead() {
        return inHead;
    }

    /** When to look again, between requests. */
    long next() {
        return Math.min(deadline, goneBy);
    }

    private void waitFor(Duration time) {
        deadline = timers.now() + time.toNanos();
        timers.lookAt(deadline);
    }
}
