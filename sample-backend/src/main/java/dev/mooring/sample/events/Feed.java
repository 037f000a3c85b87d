// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a stream of one interval sees: the ticks of this interval and all broadcasts, the last of them kept in a ring. One
 * timer serves all listeners of the interval. Confined to the server's event loop.
 */
public final class Feed {
    /** Longest text kept for resumes, in characters: 1,000 broadcasts of the greatest size would be 64 MiB. */
    private static final long MAX_RING_TEXT = 8 << 20;

    private final EventLog log;
    private final int intervalMillis;
    private final NavigableMap<Long, Event> ring = new TreeMap<>();
    private final Set<Runnable> listeners = new LinkedHashSet<>();
    private long ringText;
    /** Everything after this number is in the ring. */
    private long forgottenUpTo;

    private long newest;
    private long quietSinceNanos = System.nanoTime();

    Feed(EventLog log, int intervalMillis) {
        this.log = log;
        this.intervalMillis = intervalMillis;
        this.newest = log.newest();
        this.forgottenUpTo = newest;
    }

    /** The time between ticks; 0 when there are only broadcasts. */
    public int intervalMillis() {
        return intervalMillis;
    }

    /** Decides where a stream begins that was last seen at {@code asked}; null stands for a new client. */
    public Resume resume(@Nullable String asked) {
        if (asked == null) {
            return new Resume.From(log.newest());
        }
        EventId id = EventId.parse(asked).orElse(null);
        if (id == null) {
            return stale(asked, Resume.Reason.GARBAGE);
        }
        if (!id.server().equals(log.server())) {
            return stale(asked, Resume.Reason.OTHER_SERVER);
        }
        if (id.number() > log.newest()) {
            return stale(asked, Resume.Reason.NOT_YET);
        }
        if (id.number() < log.beforeFirst()) {
            return stale(asked, Resume.Reason.EARLIER_RUN);
        }
        return id.number() < forgottenUpTo ? stale(asked, Resume.Reason.TOO_OLD) : new Resume.From(id.number());
    }

    private Resume stale(String asked, Resume.Reason reason) {
        return new Resume.Stale(log.newest(), asked, reason);
    }

    /** True when events after {@code number} are no longer held: a reader that stands there was too slow. */
    public boolean hasForgottenAfter(long number) {
        return number < forgottenUpTo;
    }

    /** The first event after {@code number}; null when that was the newest. */
    public @Nullable Event next(long number) {
        Map.Entry<Long, Event> next = ring.higherEntry(number);
        return next == null ? null : next.getValue();
    }

    /** Calls {@code listener} after each event, until it is removed. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /** Ends {@link #addListener}. */
    public void removeListener(Runnable listener) {
        if (listeners.remove(listener)) {
            quietSinceNanos = System.nanoTime();
        }
    }

    /** How long nobody has listened; 0 while somebody does. */
    long quietMillis() {
        return listeners.isEmpty() ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - quietSinceNanos) : 0;
    }

    /** The number of the newest event in this feed. */
    long newest() {
        return newest;
    }

    void add(Event event) {
        newest = event.number();
        ring.put(event.number(), event);
        ringText += textLength(event);
        while (ring.size() > log.ringSize() || ringText > MAX_RING_TEXT) {
            Map.Entry<Long, Event> oldest = ring.firstEntry();
            ring.remove(oldest.getKey());
            ringText -= textLength(oldest.getValue());
            forgottenUpTo = oldest.getKey();
        }
    }

    void tellListeners() {
        // A copy, because a listener that ends its stream removes itself.
        List.copyOf(listeners).forEach(Runnable::run);
    }

    private static int textLength(Event event) {
        return event instanceof Event.Broadcast broadcast ? broadcast.text().length() : 0;
    }
}
