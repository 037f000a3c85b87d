// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.BufferingSpec;

/** Reads what is held back. */
final class BufferingReader {
    private static final Key<Boolean> REQUESTS = Key.of(
            "requests",
            Forms.FLAG,
            "false",
            "Whether a request's body is read whole before a backend sees the request.");
    private static final Key<BufferingSpec.Responses> RESPONSES = Key.of(
            "responses",
            Forms.choice(BufferingSpec.Responses.class),
            "pass",
            "`hold` keeps a body until 8 KiB are full or it is complete; `hold-unframed` one that only the connection's end ends.");

    static final Section SECTION = Section.of("pools.NAME.buffering", REQUESTS, RESPONSES);

    static final Form<BufferingSpec> FORM =
            MapReader.form(SECTION, map -> new BufferingSpec(map.get(REQUESTS), map.get(RESPONSES)));

    private BufferingReader() {}
}
