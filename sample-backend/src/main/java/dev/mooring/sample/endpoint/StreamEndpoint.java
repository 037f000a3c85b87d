// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.events.EventLog;
import dev.mooring.sample.events.Feed;
import dev.mooring.sample.events.StreamOptions;
import dev.mooring.sample.events.Streams;
import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import dev.mooring.sample.http.Request;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code GET /api/events/stream}: the server's events as an event stream, resumed after the last id when there is one. */
public final class StreamEndpoint implements Endpoint {
    private static final int DEFAULT_RETRY_MILLIS = 2_000;
    /** The HTML standard suggests a comment every 15 seconds or so, for proxies with short timeouts. */
    private static final int DEFAULT_HEARTBEAT_MILLIS = 15_000;

    private static final int MAX_MILLIS = 3_600_000;
    private static final int MAX_SIZE = 64 << 10;

    private final FeedChoice feeds;
    private final Streams streams;

    /**
     * @param log where the events come from
     * @param defaultIntervalMillis the time between ticks when the client does not say
     * @param streams takes the new stream in
     */
    public StreamEndpoint(EventLog log, int defaultIntervalMillis, Streams streams) {
        this.feeds = new FeedChoice(log, defaultIntervalMillis);
        this.streams = streams;
    }

    @Override
    public void handle(Exchange exchange) {
        Request request = exchange.request();
        StreamOptions options = new StreamOptions(
                request.number("retry", DEFAULT_RETRY_MILLIS, 0, MAX_MILLIS),
                request.number("heartbeat", DEFAULT_HEARTBEAT_MILLIS, 10, MAX_MILLIS),
                request.number("size", 0, 0, MAX_SIZE),
                request.number("count", 0, 0, Integer.MAX_VALUE));
        Feed feed = feeds.choose(request);
        // The type exactly so: Chromium refuses a charset other than utf-8, and other clients any parameter.
        exchange.addHeader(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
        exchange.addHeader(HttpHeaderNames.CACHE_CONTROL, "no-store, no-transform");
        exchange.addHeader("X-Accel-Buffering", "no");
        if (request.method().equals(HttpMethod.HEAD)) {
            exchange.stream(HttpResponseStatus.OK, exchange::finish);
        } else {
            streams.open(exchange, feed, feed.resume(LastEventId.of(request)), options);
        }
    }
}
