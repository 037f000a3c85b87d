// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.TimeoutSpec;
import java.util.Optional;

/** Reads what a route asks for instead of what its pool does. */
final class PolicyReader {
    /** A limit that no body reaches. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    static final Key<TimeoutSpec> TIMEOUTS = Key.optional(
            "timeouts",
            TimeoutReader.FORM,
            "the pool's",
            "The clocks, all of them; the keys of `pools.NAME.timeouts`.");
    static final Key<RetrySpec> RETRIES = Key.optional(
            "retries",
            new Form<>("number or map", RetryReader::read),
            "the pool's",
            "When a request is tried again; the keys of `pools.NAME.retries`.");
    static final Key<BufferingSpec> BUFFERING = Key.optional(
            "buffering", BufferingReader.FORM, "the pool's", "What is held back; the keys of `pools.NAME.buffering`.");
    static final Key<Optional<Long>> BODY_BYTES =
            Key.optional("body-bytes", Forms.SIZE_OR_OFF, "that of `limits`", "The largest request body.");
    static final Key<Boolean> ISSUES_COOKIE = Key.of(
            "issues-cookie",
            Forms.FLAG,
            "true",
            "Whether an affinity cookie is given out; one that comes is honoured in any case.");
    static final Key<String> COOKIE_PATH =
            Key.optional("cookie-path", Forms.TEXT, "the pool's", "The path of that cookie.");

    private PolicyReader() {}

    static RoutePolicy read(MapReader map) {
        return new RoutePolicy(
                map.find(TIMEOUTS),
                map.find(RETRIES),
                map.find(BUFFERING),
                map.find(BODY_BYTES).map(limit -> limit.orElse(NO_LIMIT)),
                map.get(ISSUES_COOKIE),
                map.find(COOKIE_PATH));
    }
}
