// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import java.time.Instant;

/** Something that happened on this server. Immutable; the same object is seen by all streams. */
public sealed interface Event {
    /** The number in the server's log, greater than that of everything before. */
    long number();

    /** When it happened. */
    Instant time();

    /**
     * The clock of a feed went on.
     *
     * @param number the number in the log
     * @param time when
     * @param previous the number of the event before it in the same feed: a reader that did not get that one has a gap
     */
    record Tick(long number, Instant time, long previous) implements Event {}

    /**
     * Somebody said something to all streams.
     *
     * @param number the number in the log
     * @param time when
     * @param text what was said, never empty
     */
    record Broadcast(long number, Instant time, String text) implements Event {}
}
