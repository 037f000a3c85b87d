// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of everything that lives on one event loop. A deadline is a field of its owner; one task for each loop comes by
 * when the earliest is due and looks at all. So pushing a deadline back, which every byte of every stream does, costs a store,
 * and an idle stream costs four bytes here. A sweep costs about ten nanoseconds for each connection. Confined to its event loop.
 */
public final class LoopTimers {
    /** Deadlines are met this much late at the most, in nanoseconds, so that close ones share a sweep. */
    private static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(LoopTimers.class);

    private final EventLoop loop;
    private final LongSupplier nanoClock;
    private final long origin;
    private Timed[] members = new Timed[16];
    private int size;
    private long nextSweep = Long.MAX_VALUE;
    private @Nullable ScheduledFuture<?> scheduled;
    private boolean sweeping;
    private long askedWhileSweeping;

    /** Timers for one loop; the clock is {@link System#nanoTime} but in tests. */
    public LoopTimers(EventLoop loop, LongSupplier nanoClock) {
        this.loop = loop;
        this.nanoClock = nanoClock;
        this.origin = nanoClock.getAsLong();
    }

    /** The event loop that these timers live on. */
    public EventLoop loop() {
        return loop;
    }

    /** The time in nanoseconds since these timers were made: never negative, so that deadlines can be compared plainly. */
    public long now() {
        return nanoClock.getAsLong() - origin;
    }

    /** Begins to look after this one; it says with {@link #lookAt} when first. */
    public void add(Timed timed) {
        assert loop.inEventLoop();
        if (size == members.length) {
            members = Arrays.copyOf(members, size * 2);
        }
        members[size] = timed;
        timed.timerSlot(size);
        size++;
    }

    /** Forgets this one; nothing if it is not known. */
    public void remove(Timed timed) {
        assert loop.inEventLoop();
        int slot = timed.timerSlot();
        if (slot < 0) {
            return;
        }
        size--;
        Timed last = members[size];
        members[slot] = last;
        last.timerSlot(slot);
        members[size] = NOBODY;
        timed.timerSlot(-1);
    }

    /** Makes sure that everyone is asked at this time, or before. Cheap when an earlier sweep is already due. */
    public void lookAt(long deadline) {
        if (sweeping) {
            askedWhileSweeping = Math.min(askedWhileSweeping, deadline);
        } else if (deadline < nextSweep) {
            schedule(deadline);
        }
    }

    /** Calls the action for everything that is looked after now. */
    public void forEach(Consumer<Timed> action) {
        assert loop.inEventLoop();
        for (Timed timed : Arrays.copyOf(members, size)) {
            action.accept(timed);
        }
    }

    private void schedule(long deadline) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        nextSweep = deadline;
        scheduled = loop.schedule(this::sweep, Math.max(0, deadline - now()), TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        scheduled = null;
        sweeping = true;
        askedWhileSweeping = Long.MAX_VALUE;
        long now = now();
        long next = Long.MAX_VALUE;
        // Backwards, because whoever is removed meanwhile is replaced by the last one, which has been asked already.
        for (int i = size - 1; i >= 0; i--) {
            if (i < size) {
                next = Math.min(next, ask(members[i], now));
            }
        }
        sweeping = false;
        next = Math.min(next, askedWhileSweeping);
        nextSweep = Long.MAX_VALUE;
        if (next != Long.MAX_VALUE) {
            schedule(Math.max(next, now + GRAIN));
        }
    }

    /** One that is broken must not stop the clocks of all others. */
    private static long ask(Timed timed, long now) {
        try {
            return timed.onTime(now);
        } catch (RuntimeException e) {
            LOG.error("a deadline was not kept", e);
            return Long.MAX_VALUE;
        }
    }

    private static final Timed NOBODY = new Timed() {
        @Override
        public long onTime(long now) {
            return Long.MAX_VALUE;
        }

        @Override
        public int timerSlot() {
            return -1;
        }

        @Override
        public void timerSlot(int slot) {}
    };
}
