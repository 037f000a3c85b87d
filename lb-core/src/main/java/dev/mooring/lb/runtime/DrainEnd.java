// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import java.time.Duration;

/** How a drain ends: a request that a bound client sends in its last moments could not be answered before it is cut. */
final class DrainEnd {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private DrainEnd() {}

    /** So long before its deadline a drain takes no more requests: a tenth of it, 1 to 5 seconds, and never more than half. */
    static Duration grace(Duration drain) {
        Duration tenth = drain.dividedBy(10);
        Duration bounded = tenth.compareTo(SHORTEST) < 0 ? SHORTEST : tenth.compareTo(LONGEST) > 0 ? LONGEST : tenth;
        Duration half = drain.dividedBy(2);
        return bounded.compareTo(half) > 0 ? half : bounded;
    }
}
