// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import dev.mooring.sample.http.Exchange;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The streams that are open now, and what became of the others. Confined to the server's event loop. */
public final class Streams {
    private static final long LINE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLog log;
    private final Consumer<String> lines;
    private final Set<EventStream> open = new LinkedHashSet<>();
    private long opened;
    private long stale;
    private long dropped;
    private long droppedLineNanos;

    /**
     * @param log what the streams tell
     * @param lines receives a line for each client that was dropped
     */
    public Streams(EventLog log, Consumer<String> lines) {
        this.log = log;
        this.lines = lines;
    }

    /** Answers an exchange with a stream. */
    public void open(Exchange exchange, Feed feed, Resume resume, StreamOptions options) {
        EventStream stream = new EventStream(exchange, log, feed, resume, options, this);
        open.add(stream);
        opened++;
        stream.follow();
        exchange.stream(HttpResponseStatus.OK, stream);
    }

    void closed(EventStream stream) {
        open.remove(stream);
    }

    void toldStale() {
        stale++;
    }

    void droppedAsTooSlow(EventStream stream) {
        dropped++;
        long now = System.nanoTime();
        // Thousands may be dropped at once, and a log that nobody reads would block the server.
        if (dropped == 1 || now - droppedLineNanos > LINE_INTERVAL_NANOS) {
            droppedLineNanos = now;
            lines.accept(stream.exchange().connectionName() + " dropped: too slow, its next event is no longer held ("
                    + dropped + " dropped so far)");
        }
    }

    /** Ends all streams cleanly. */
    public void endAll() {
        List.copyOf(open).forEach(EventStream::end);
    }

    /** Cuts all streams in the middle of an event and returns how many. */
    public int cutAll() {
        List<EventStream> cut = List.copyOf(open);
        cut.forEach(EventStream::cut);
        return cut.size();
    }

    /** The open streams, oldest first. */
    public Collection<EventStream> open() {
        return List.copyOf(open);
    }

    /** How many streams are open. */
    public int count() {
        return open.size();
    }

    /** How many streams were opened since the start. */
    public long opened() {
        return opened;
    }

    /** How many clients came with an id that could not be resumed from. */
    public long stale() {
        return stale;
    }

    /** How many clients were dropped because they read too slowly. */
    public long dropped() {
        return dropped;
    }
}
