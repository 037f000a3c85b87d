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
 */
public record LimitSpec(
        int requestLine,
        int headerBytes,
        int headerCount,
        Optional<Long> bodyBytes,
        Duration headerTime,
        Duration keepAlive,
        int connections) {

    /** Generous to browsers, bounded for everyone. */
    public static final LimitSpec DEFAULT = new LimitSpec(
            8 * 1024, 32 * 1024, 128, Optional.empty(), Duration.ofSeconds(30), Duration.ofSeconds(75), 50_000);
}
