// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;

/** Writes the settings that pools and routes have in common. */
final class PolicyWriter {
    private PolicyWriter() {}

    static Node timeouts(TimeoutSpec timeouts) {
        Block block = new Block()
                .put("connect", timeouts.connect())
                .putOrOff("first-byte", timeouts.firstByte())
                .putOrOff("idle", timeouts.idle())
                .putOrOff("total", timeouts.total());
        timeouts.attempt().ifPresent(attempt -> block.put("attempt", attempt));
        return block.node();
    }

    /** A number if that is all there is to say. */
    static Node retry(RetrySpec retry) {
        if (retry.equals(RetrySpec.times(retry.times()))) {
            return Block.word(Integer.toString(retry.times()));
        }
        return new Block()
                .put("times", retry.times())
                .put("on-timeout", retry.onTimeout())
                .put(
                        "on-status",
                        Block.list(retry.onStatus().stream()
                                .sorted()
                                .map(status -> Block.word(Integer.toString(status)))
                                .toList()))
                .put("non-idempotent", retry.nonIdempotent())
                .putOrOff("within", retry.within())
                .put("backoff", retry.backoff())
                .node();
    }

    static Node buffering(BufferingSpec buffering) {
        return new Block()
                .put("requests", buffering.requests())
                .put("responses", Labels.of(buffering.responses()))
                .node();
    }
}
