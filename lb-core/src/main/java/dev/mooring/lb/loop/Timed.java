// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

/** Something that lives on one event loop and has deadlines there. All methods are called on that loop. */
public interface Timed {
    /**
     * The time has come to look at the clock.
     *
     * @param now the time in nanoseconds, as {@link LoopTimers#now} gives it
     * @return when to look again, at the latest; {@link Long#MAX_VALUE} for never
     */
    long onTime(long now);

    /** Where {@link LoopTimers} keeps this one; -1 while it does not. A plain field is enough. */
    int timerSlot();

    /** Notes where {@link LoopTimers} keeps this one. */
    void timerSlot(int slot);
}
