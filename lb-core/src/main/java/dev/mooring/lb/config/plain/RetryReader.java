// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.model.RetrySpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads when a request is tried again: how often, or a map. */
final class RetryReader {
    private static final Key<Integer> TIMES =
            Key.of("times", Forms.NUMBER, "2", "How many further tries there may be, 0 to 100.");
    private static final Key<Boolean> ON_TIMEOUT = Key.of(
            "on-timeout",
            Forms.FLAG,
            "false",
            "Whether a backend that does not answer in time is a reason, for idempotent methods.");
    private static final Key<List<Integer>> ON_STATUS = Key.optional(
            "on-status", Form.list(Forms.NUMBER), "none", "Statuses of a backend that are a reason, 200 to 599.");
    private static final Key<Boolean> NON_IDEMPOTENT = Key.of(
            "non-idempotent",
            Forms.FLAG,
            "false",
            "Whether what a backend may have executed is repeated even if its method is not idempotent.");
    private static final Key<Optional<Duration>> WITHIN =
            Key.of("within", Forms.DURATION_OR_OFF, "off", "No further try begins later than this after the first.");
    private static final Key<Duration> BACKOFF =
            Key.of("backoff", Forms.DURATION, "0s", "The pause before each further try, at most 1h.");

    static final Section SECTION =
            Section.of("pools.NAME.retries", TIMES, ON_TIMEOUT, ON_STATUS, NON_IDEMPOTENT, WITHIN, BACKOFF);

    private RetryReader() {}

    static Optional<RetrySpec> read(Spot spot) {
        return spot.node() instanceof MapNode
                ? MapReader.read(
                        spot,
                        SECTION,
                        map -> Optional.of(new RetrySpec(
                                map.get(TIMES),
                                map.get(ON_TIMEOUT),
                                Set.copyOf(map.list(ON_STATUS)),
                                map.get(NON_IDEMPOTENT),
                                map.get(WITHIN),
                                map.get(BACKOFF))))
                : Forms.NUMBER.read(spot).map(RetrySpec::times);
    }
}
