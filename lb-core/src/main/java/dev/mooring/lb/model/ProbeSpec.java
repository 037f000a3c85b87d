// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Active health checks: a request sent to each backend of a pool.
 *
 * @param path the path asked for, with its query
 * @param host the Host sent; empty for the backend's own host and port
 * @param interval the time between two probes of a backend
 * @param timeout how long a probe may take until its answer is complete
 * @param unhealthyThreshold failed probes in a row that make a backend unhealthy
 * @param healthyThreshold good probes in a row that make it healthy again
 * @param expectedStatus ranges of status codes that count as good
 * @param expectedBody text that the body must hold; empty for any body
 * @param method GET or HEAD
 * @param userAgent the User-Agent sent
 * @param port the port probed; empty for the backend's own
 * @param minHealthy so many backends are never counted unhealthy
 */
public record ProbeSpec(
        String path,
        Optional<String> host,
        Duration interval,
        Duration timeout,
        int unhealthyThreshold,
        int healthyThreshold,
        List<StatusRange> expectedStatus,
        Optional<String> expectedBody,
        String method,
        String userAgent,
        OptionalInt port,
        int minHealthy) {

    /** Who the probe says it is, unless a profile says otherwise. */
    public static final String DEFAULT_USER_AGENT = "mooring-probe";

    /** The probe that a configuration without details asks for. */
    public static final ProbeSpec DEFAULT = new ProbeSpec(
            "/",
            Optional.empty(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            3,
            1,
            List.of(new StatusRange(200, 399)),
            Optional.empty());

    /** A GET to the backend's own port. */
    public ProbeSpec(
            String path,
            Optional<String> host,
            Duration interval,
            Duration timeout,
            int unhealthyThreshold,
            int healthyThreshold,
            List<StatusRange> expectedStatus,
            Optional<String> expectedBody) {
        this(
                path,
                host,
                interval,
                timeout,
                unhealthyThreshold,
                healthyThreshold,
                expectedStatus,
                expectedBody,
                "GET",
                DEFAULT_USER_AGENT,
                OptionalInt.empty(),
                0);
    }

    public ProbeSpec {
        expectedStatus = List.copyOf(expectedStatus);
    }

    /**
     * Status codes from {@code first} to {@code last}, both included.
     *
     * @param first 100 to 599
     * @param last 100 to 599, not less than first
     */
    public record StatusRange(int first, int last) {
        /** Whether the status lies in this range. */
        public boolean contains(int status) {
            return status >= first && status <= last;
        }
    }
}
