// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.Optional;

/**
 * What a route asks for instead of what its pool does. What is empty is the pool's.
 *
 * @param timeouts the clocks
 * @param retry when a request is tried again
 * @param buffering what is held back
 * @param bodyBytes the largest request body
 * @param issuesCookie whether an affinity cookie is given out; one that comes is honoured in any case
 * @param cookiePath the path of that cookie
 */
public record RoutePolicy(
        Optional<TimeoutSpec> timeouts,
        Optional<RetrySpec> retry,
        Optional<BufferingSpec> buffering,
        Optional<Long> bodyBytes,
        boolean issuesCookie,
        Optional<String> cookiePath) {
    /** All is as the pool says. */
    public static final RoutePolicy NONE = new RoutePolicy(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true, Optional.empty());
}
