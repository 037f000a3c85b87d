// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.PaceSpec;
import java.time.Duration;
import java.util.Optional;

/** Reads what one client may ask for. */
final class LimitReader {
    private static final Key<Integer> REQUEST_LINE =
            Key.of("request-line", Forms.SIZE, "8KiB", "The longest request line.");
    private static final Key<Integer> HEADER_BYTES =
            Key.of("header-bytes", Forms.SIZE, "32KiB", "The largest head, request line included.");
    private static final Key<Integer> HEADER_COUNT =
            Key.of("header-count", Forms.NUMBER, "128", "The most header fields.");
    private static final Key<Optional<Long>> BODY_BYTES =
            Key.of("body-bytes", Forms.SIZE_OR_OFF, "off", "The largest request body.");
    private static final Key<Duration> HEADER_TIME =
            Key.of("header-time", Forms.DURATION, "30s", "How long a client may take for a request's head.");
    private static final Key<Duration> KEEP_ALIVE = Key.of(
            "keep-alive", Forms.DURATION, "75s", "How long a client's connection may stay open between two requests.");
    private static final Key<Integer> CONNECTIONS =
            Key.of("connections", Forms.NUMBER, "50000", "How many client connections are served at a time.");

    private static final Key<Optional<Duration>> BODY_TIME = Key.of(
            "body-time",
            Forms.DURATION_OR_OFF,
            "60s",
            "How long a client may take for `body-progress` bytes of a body that is waited for.");
    private static final Key<Integer> BODY_PROGRESS =
            Key.of("body-progress", Forms.SIZE, "1", "How much of a body must come in each `body-time`.");
    private static final Key<Optional<Duration>> READ_TIME = Key.of(
            "read-time",
            Forms.DURATION_OR_OFF,
            "5m",
            "How long a client may take nothing of a response that waits for it.");
    private static final Key<Integer> REQUESTS_PER_CONNECTION = Key.of(
            "requests-per-connection",
            Forms.NUMBER_OR_OFF,
            "off",
            "How many requests one connection may carry; the last response says that it is the last.");
    private static final Key<Integer> CONNECTIONS_PER_CLIENT = Key.of(
            "connections-per-client",
            Forms.NUMBER_OR_OFF,
            "off",
            "How many connections one address may have; mind those who share one.");
    private static final Key<Integer> STREAMS =
            Key.of("streams", Forms.NUMBER, "50000", "How many event streams are served at a time.");
    private static final Key<Integer> PENDING_PER_BACKEND = Key.of(
            "pending-per-backend",
            Forms.NUMBER,
            "10000",
            "How many requests may wait for one backend's answer at a time.");

    static final Section SECTION = Section.of(
            "limits",
            REQUEST_LINE,
            HEADER_BYTES,
            HEADER_COUNT,
            BODY_BYTES,
            HEADER_TIME,
            KEEP_ALIVE,
            CONNECTIONS,
            BODY_TIME,
            BODY_PROGRESS,
            READ_TIME,
            REQUESTS_PER_CONNECTION,
            CONNECTIONS_PER_CLIENT,
            STREAMS,
            PENDING_PER_BACKEND);

    static final Form<LimitSpec> FORM = MapReader.form(
            SECTION,
            map -> new LimitSpec(
                    map.get(REQUEST_LINE),
                    map.get(HEADER_BYTES),
                    map.get(HEADER_COUNT),
                    map.get(BODY_BYTES),
                    map.get(HEADER_TIME),
                    map.get(KEEP_ALIVE),
                    map.get(CONNECTIONS),
                    new PaceSpec(map.get(BODY_TIME), map.get(BODY_PROGRESS), map.get(READ_TIME)),
                    map.get(REQUESTS_PER_CONNECTION),
                    map.get(CONNECTIONS_PER_CLIENT),
                    map.get(STREAMS),
                    map.get(PENDING_PER_BACKEND)));

    private LimitReader() {}
}
