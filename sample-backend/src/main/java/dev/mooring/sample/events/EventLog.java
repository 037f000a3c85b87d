// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that happened on this server, under one numbering. Confined to the server's event loop.
 *
 * <p>Why one numbering, and a feed for each interval: streams ask for different intervals, but {@code b1-17} must mean one
 * event whoever asks for it, and a broadcast must have one id for all. So all events draw from one counter, and each
 * {@link Feed} keeps those its streams see. While all streams use one interval (the normal case) their numbers have no
 * holes; with several intervals a tick's {@code previous} still lets every reader prove that it missed nothing.
 *
 * <p>Why the first number is the time of the start in milliseconds: a restarted server forgets its events, and an id of the
 * earlier run must not be taken for one of this run once the new count has passed it. Counting from 1 could not tell them
 * apart, and the client would lose events without a word. It holds as long as a run makes fewer than 1,000 events a second
 * on average.
 */
public final class EventLog {
    private static final int MAX_FEEDS = 64;
    /** How long a feed goes on when nobody listens, so that a client that comes back finds what it missed. */
    private static final long LINGER_MILLIS = 60_000;

    private final String server;
    private final EventLoop loop;
    private final int ringSize;
    private final long beforeFirst;
    private final Map<Integer, FeedInUse> feeds = new HashMap<>();
    private long newest;

    /** A feed with the timer that drives it; no timer when it has only broadcasts. */
    private record FeedInUse(Feed feed, @Nullable Future<?> timer) {}

    /**
     * @param server the name in the ids
     * @param loop where everything happens
     * @param ringSize how many events each feed keeps
     * @param first the number of the first event
     */
    public EventLog(String server, EventLoop loop, int ringSize, long first) {
        this.server = server;
        this.loop = loop;
        this.ringSize = ringSize;
        this.beforeFirst = first - 1;
        this.newest = beforeFirst;
    }

    /**
     * The feed of an interval; it starts to tick with its first listener.
     *
     * @param intervalMillis the time between ticks; 0 for broadcasts only
     * @return null when too many different intervals are in use
     */
    public @Nullable Feed feed(int intervalMillis) {
        FeedInUse known = feeds.get(intervalMillis);
        if (known != null) {
            return known.feed();
        }
        forgetQuietFeeds();
        if (feeds.size() >= MAX_FEEDS) {
            return null;
        }
        Feed feed = new Feed(this, intervalMillis);
        // A fixed delay, not a fixed rate: a server that is late ticks less often and does not run after missed ticks.
        Future<?> timer = intervalMillis == 0
                ? null
                : loop.scheduleWithFixedDelay(() -> tick(feed), intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
        feeds.put(intervalMillis, new FeedInUse(feed, timer));
        return feed;
    }

    private void tick(Feed feed) {
        if (feed.quietMillis() > LINGER_MILLIS) {
            forgetQuietFeeds();
            return;
        }
        feed.add(new Event.Tick(++newest, Instant.now(), feed.newest()));
        feed.tellListeners();
    }

    private void forgetQuietFeeds() {
        feeds.values().removeIf(inUse -> {
            boolean quiet = inUse.feed().quietMillis() > LINGER_MILLIS;
            if (quiet && inUse.timer() != null) {
                inUse.timer().cancel(false);
            }
            return quiet;
        });
    }

    /**
     * Says something to all streams.
     *
     * @param text not empty
     * @return the event
     */
    public Event broadcast(String text) {
        Event event = new Event.Broadcast(++newest, Instant.now(), text);
        feeds.values().forEach(inUse -> inUse.feed().add(event));
        Map.copyOf(feeds).values().forEach(inUse -> inUse.feed().tellListeners());
        return event;
    }

    /** The name in the ids. */
    public String server() {
        return server;
    }

    /** The id of the event with this number. */
    public EventId id(long number) {
        return new EventId(server, number);
    }

    /** The number of the newest event of any feed. */
    public long newest() {
        return newest;
    }

    /** The number before the first event of this run. */
    long beforeFirst() {
        return beforeFirst;
    }

    int ringSize() {
        return ringSize;
    }
}
