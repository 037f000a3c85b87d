// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import dev.mooring.sample.http.Exchange;
import dev.mooring.sample.http.Json;
import dev.mooring.sample.http.Source;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's open stream: a position in a feed. It has no queue. Whenever the connection can take more, it writes what
 * comes after its position; a client that is too slow stays behind until the feed has forgotten its next event, and is then
 * dropped, to come back with its last id and learn what it missed. Confined to the server's event loop.
 */
public final class EventStream implements Source {
    /** Longest part of a useless id that is quoted back, in characters. */
    private static final int QUOTED_ID = 128;

    private final Exchange exchange;
    private final EventLog log;
    private final Feed feed;
    private final StreamOptions options;
    private final Streams streams;
    private final Resume resume;
    private final Runnable onEvent;
    private final long openedNanos = System.nanoTime();
    private long lastWriteNanos = openedNanos;
    private long position;
    private @Nullable EventId lastId;
    private long sent;
    private boolean greeted;
    private @Nullable Future<?> heartbeat;

    EventStream(Exchange exchange, EventLog log, Feed feed, Resume resume, StreamOptions options, Streams streams) {
        this.exchange = exchange;
        this.log = log;
        this.feed = feed;
        this.resume = resume;
        this.options = options;
        this.streams = streams;
        this.position = resume.after();
        this.onEvent = this::eventAdded;
    }

    /** Begins to follow the feed, until the stream or its connection ends. */
    void follow() {
        feed.addListener(onEvent);
        scheduleHeartbeat(options.heartbeatMillis());
        exchange.onClose(this::leave);
    }

    @Override
    public void writeMore() {
        if (!greeted) {
            greeted = true;
            greet();
        }
        if (feed.hasForgottenAfter(position)) {
            drop();
            return;
        }
        Event next = feed.next(position);
        while (next != null && exchange.writable()) {
            write(block(next));
            position = next.number();
            lastId = log.id(position);
            sent++;
            if (sent == options.count()) {
                end();
                return;
            }
            next = feed.next(position);
        }
    }

    private void eventAdded() {
        // A client that reads nothing at all is never writable again, so its place is looked at here.
        if (feed.hasForgottenAfter(position) && !exchange.held()) {
            drop();
        } else {
            exchange.pump();
        }
    }

    private void drop() {
        streams.droppedAsTooSlow(this);
        leave();
        exchange.abort();
    }

    private void greet() {
        write(SseText.retry(options.retryMillis()));
        if (resume instanceof Resume.Stale stale) {
            // It carries the newest id, so that a client that is cut right after it is not told the same again.
            write(SseText.event("stale", log.id(stale.after()), staleData(stale)));
            lastId = log.id(stale.after());
            streams.toldStale();
        }
    }

    private String staleData(Resume.Stale stale) {
        String asked = stale.asked();
        String quoted = asked.length() <= QUOTED_ID ? asked : asked.substring(0, QUOTED_ID) + "...";
        byte[] json = Json.object(out -> {
            out.writeStringField("server", log.server());
            out.writeStringField("asked", quoted);
            out.writeStringField("reason", stale.reason().word());
            out.writeStringField("message", stale.reason().explanation());
            out.writeStringField("resumesAfter", log.id(stale.after()).toString());
            out.writeStringField("connection", exchange.connectionName());
        });
        return new String(json, StandardCharsets.UTF_8);
    }

    private String block(Event event) {
        EventId id = log.id(event.number());
        return event instanceof Event.Broadcast broadcast
                ? SseText.event("message", id, broadcast.text())
                : SseText.event(
                        id, TickData.json(log.server(), (Event.Tick) event, exchange.connectionName(), options.size()));
    }

    private void write(String text) {
        exchange.write(ByteBufUtil.writeUtf8(exchange.allocator(), text));
        lastWriteNanos = System.nanoTime();
    }

    private void scheduleHeartbeat(long millis) {
        // Moved on only when it fires: a busy stream never touches its timer.
        heartbeat = exchange.loop().schedule(this::beatIfIdle, millis, TimeUnit.MILLISECONDS);
    }

    private void beatIfIdle() {
        long idleMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastWriteNanos);
        if (idleMillis < options.heartbeatMillis()) {
            scheduleHeartbeat(options.heartbeatMillis() - idleMillis);
            return;
        }
        // The next one first: the pump may end the stream, and with it the timer.
        scheduleHeartbeat(options.heartbeatMillis());
        if (greeted && exchange.writable()) {
            write(SseText.comment("heartbeat"));
            exchange.pump();
        }
    }

    /** Ends the stream cleanly: after a whole event, and with the end of the body. */
    public void end() {
        leave();
        exchange.finish();
    }

    /** Ends the stream as a crash would: in the middle of an event, and without the end of the body. */
    public void cut() {
        String event = block(new Event.Tick(position + 1, Instant.now(), position));
        write(event.substring(0, event.length() / 2));
        leave();
        exchange.abort();
    }

    private void leave() {
        feed.removeListener(onEvent);
        if (heartbeat != null) {
            heartbeat.cancel(false);
            heartbeat = null;
        }
        streams.closed(this);
    }

    /** The request that opened the stream, with its client. */
    public Exchange exchange() {
        return exchange;
    }

    /** The time between ticks; 0 when there are only broadcasts. */
    public int intervalMillis() {
        return feed.intervalMillis();
    }

    /** How long the stream has been open. */
    public long ageMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedNanos);
    }

    /** How many events were written. */
    public long eventsSent() {
        return sent;
    }

    /** The last id written; null when there was none. */
    public @Nullable EventId lastId() {
        return lastId;
    }
}
