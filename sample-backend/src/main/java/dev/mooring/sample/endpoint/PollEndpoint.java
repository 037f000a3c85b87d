// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mooring.sample.events.Event;
import dev.mooring.sample.events.EventLog;
import dev.mooring.sample.events.Feed;
import dev.mooring.sample.events.Resume;
import dev.mooring.sample.http.Body;
import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/poll}: the same events for clients without event streams. Answers at once when there is something after
 * {@code ?after=}, else as soon as there is, else with an empty list after {@code ?wait=} milliseconds.
 */
public final class PollEndpoint implements Endpoint {
    private static final int DEFAULT_WAIT_MILLIS = 25_000;
    private static final int MAX_WAIT_MILLIS = 120_000;
    /** The next poll brings the rest; an answer must not grow with the ring. */
    private static final int MAX_EVENTS = 100;

    private final EventLog log;
    private final FeedChoice feeds;

    /**
     * @param log where the events come from
     * @param defaultIntervalMillis the time between ticks when the client does not say
     */
    public PollEndpoint(EventLog log, int defaultIntervalMillis) {
        this.log = log;
        this.feeds = new FeedChoice(log, defaultIntervalMillis);
    }

    @Override
    public void handle(Exchange exchange) {
        int wait = exchange.request().number("wait", DEFAULT_WAIT_MILLIS, 0, MAX_WAIT_MILLIS);
        Feed feed = feeds.choose(exchange.request());
        Poll poll = new Poll(exchange, feed, feed.resume(exchange.request().query("after")));
        exchange.readBody(Body.IGNORED);
        if (poll.hasAnswer()) {
            poll.answer();
        } else {
            poll.await(wait);
        }
    }

    /** One waiting client. */
    private final class Poll {
        private final Exchange exchange;
        private final Feed feed;
        private final Resume resume;
        private final Runnable onEvent = this::answer;
        private @Nullable Future<?> timeout;

        Poll(Exchange exchange, Feed feed, Resume resume) {
            this.exchange = exchange;
            this.feed = feed;
            this.resume = resume;
        }

        boolean hasAnswer() {
            return resume instanceof Resume.Stale || feed.next(resume.after()) != null;
        }

        void await(int waitMillis) {
            feed.addListener(onEvent);
            timeout = exchange.loop().schedule(this::answer, waitMillis, TimeUnit.MILLISECONDS);
            exchange.onClose(this::leave);
        }

        void answer() {
            leave();
            exchange.answer(HttpResponseStatus.OK, this::write);
        }

        private void leave() {
            feed.removeListener(onEvent);
            if (timeout != null) {
                timeout.cancel(false);
            }
        }

        private void write(JsonGenerator out) throws IOException {
            out.writeStringField("server", log.server());
            if (resume instanceof Resume.Stale stale) {
                out.writeStringField("stale", stale.reason().word());
                out.writeStringField("message", stale.reason().explanation());
            }
            out.writeArrayFieldStart("events");
            long position = resume.after();
            Event next = feed.next(position);
            for (int n = 0; n < MAX_EVENTS && next != null; n++) {
                write(out, next);
                position = next.number();
                next = feed.next(position);
            }
            out.writeEndArray();
            out.writeStringField("after", log.id(position).toString());
        }

        private void write(JsonGenerator out, Event event) throws IOException {
            out.writeStartObject();
            out.writeStringField("id", log.id(event.number()).toString());
            out.writeNumberField("n", event.number());
            out.writeStringField("time", event.time().toString());
            if (event instanceof Event.Broadcast broadcast) {
                out.writeStringField("data", broadcast.text());
            }
            out.writeEndObject();
        }
    }
}
