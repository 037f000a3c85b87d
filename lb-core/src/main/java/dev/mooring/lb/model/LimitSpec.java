// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What one client may ask for. Sizes are bytes.
 *
 * @param requestLine the longest request line
 * @param headerBytes the largest head, request line included
 * @param headerCount the most header fields
 * @param bodyBytes the largest request body; empty for no limit
 * @param headerTime how long a client may take for a request's head
 * @param keepAlive how long a client's connection may stay open between two requests
 * @param connections how many connections are served at a time
 * @param pace how fast a client must be
 * @param requestsPerConnection how many requests one connection may carry; 0 for any number
 * @param connectionsPerClient how many connections one address may have; 0 for any number
 * @param streams how many event streams are served at a time
 * @param pendingPerBackend how many requests may wait for one backend's answer at a time
 */
public record LimitSpec(
        int requestLine,
        int headerBytes,
        int headerCount,
        Optional<Long> bodyBytes,
        Duration headerTime,
        Duration keepAlive,
        int connections,
        PaceSpec pace,
        int requestsPerConnection,
        int connectionsPerClient,
        int streams,
        int pendingPerBackend) {

    /** Any number. */
    public static final int UNLIMITED = 0;

    /** How many event streams are served at a time, unless the configuration says otherwise. */
    public static final int DEFAULT_STREAMS = 50_000;

    /** How many requests may wait for one backend's answer, unless the configuration says otherwise. */
    public static final int DEFAULT_PENDING = 10_000;

    /** Generous to browsers, bounded for everyone. */
    public static final LimitSpec DEFAULT = new LimitSpec(
            8 * 1024, 32 * 1024, 128, Optional.empty(), Duration.ofSeconds(30), Duration.ofSeconds(75), 50_000);

    /** Limits with the defaults for all but these. */
    public LimitSpec(
            int requestLine,
            int headerBytes,
            int headerCount,
            Optional<Long> bodyBytes,
            Duration headerTime,
            Duration keepAlive,
            int connections) {
        this(
                requestLine,
                headerBytes,
                headerCount,
                bodyBytes,
                headerTime,
                keepAlive,
                connections,
                PaceSpec.DEFAULT,
                UNLIMITED,
                UNLIMITED,
                DEFAULT_STREAMS,
                DEFAULT_PENDING);
    }
}
