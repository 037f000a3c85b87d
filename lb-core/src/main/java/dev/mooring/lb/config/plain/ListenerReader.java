// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.http.HostPort;
import java.util.Optional;

/** Reads where a listener listens. */
final class ListenerReader {
    private static final Key<HostPort> ADDRESS = Key.required(
            "address",
            Forms.ADDRESS,
            "Where to listen; port 0 for any free one. The address alone may stand for the map.");

    static final Section SECTION = Section.of("listeners.NAME", ADDRESS);

    private ListenerReader() {}

    static Optional<HostPort> read(Spot spot) {
        return spot.node() instanceof MapNode
                ? MapReader.read(spot, SECTION, map -> map.need(ADDRESS))
                : Forms.ADDRESS.read(spot);
    }
}
