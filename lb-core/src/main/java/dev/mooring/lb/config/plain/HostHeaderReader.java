// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.model.HostHeaderSpec;
import java.util.Optional;

/** Reads which Host a backend is told: a word, a host, or a map for a host that is such a word. */
final class HostHeaderReader {
    static final String CLIENT = "client";
    static final String BACKEND = "backend";

    private static final Key<String> NAME = Key.required(
            "name", Forms.TEXT, "A host with optional port. It alone may stand for the map, unless it is a word.");

    static final Section SECTION = Section.of("pools.NAME.host-header", NAME);

    private HostHeaderReader() {}

    static Optional<HostHeaderSpec> read(Spot spot) {
        return spot.node() instanceof MapNode
                ? MapReader.read(spot, SECTION, map -> map.need(NAME).map(HostHeaderSpec::fixed))
                : Forms.TEXT.read(spot).map(HostHeaderReader::of);
    }

    private static HostHeaderSpec of(String text) {
        return switch (text) {
            case CLIENT -> HostHeaderSpec.CLIENT;
            case BACKEND -> HostHeaderSpec.BACKEND;
            default -> HostHeaderSpec.fixed(text);
        };
    }
}
