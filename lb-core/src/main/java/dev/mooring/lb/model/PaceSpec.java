// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast a client must be with what it owes.
 *
 * @param bodyTime how long it may take for {@code bodyProgress} bytes of a request's body; empty for any time
 * @param bodyProgress how much of a body must come in each such time, in bytes
 * @param readTime how long it may take nothing of a response that waits for it; empty for any time
 */
public record PaceSpec(Optional<Duration> bodyTime, long bodyProgress, Optional<Duration> readTime) {
    /** A minute for anything at all of a body, five for anything of a response. */
    public static final PaceSpec DEFAULT =
            new PaceSpec(Optional.of(Duration.ofSeconds(60)), 1, Optional.of(Duration.ofMinutes(5)));
}
