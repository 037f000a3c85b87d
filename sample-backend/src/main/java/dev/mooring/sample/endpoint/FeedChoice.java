// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.events.EventLog;
import dev.mooring.sample.events.Feed;
import dev.mooring.sample.http.Problem;
import dev.mooring.sample.http.Request;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Finds the feed that {@code ?interval=} asks for. */
final class FeedChoice {
    private static final int MIN_INTERVAL_MILLIS = 10;
    private static final int MAX_INTERVAL_MILLIS = 3_600_000;

    private final EventLog log;
    private final int defaultIntervalMillis;

    FeedChoice(EventLog log, int defaultIntervalMillis) {
        this.log = log;
        this.defaultIntervalMillis = defaultIntervalMillis;
    }

    Feed choose(Request request) {
        int interval = request.number("interval", defaultIntervalMillis, 0, MAX_INTERVAL_MILLIS);
        if (interval > 0 && interval < MIN_INTERVAL_MILLIS) {
            throw Problem.badRequest("interval=" + interval + " (expected: 0 for no ticks, or at least "
                    + MIN_INTERVAL_MILLIS + " milliseconds)");
        }
        Feed feed = log.feed(interval);
        if (feed == null) {
            throw new Problem(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "too many different intervals are in use; take one that others use");
        }
        return feed;
    }
}
