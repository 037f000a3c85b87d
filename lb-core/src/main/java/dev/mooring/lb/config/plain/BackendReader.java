// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.BackendSpec;
import java.util.Optional;

/** Reads a backend: its address alone, or a map. */
final class BackendReader {
    private static final Key<String> NAME = Key.optional(
            "name",
            Forms.TEXT,
            "the address",
            "Its stable name, which affinity is bound to: it outlives a change of address.");
    private static final Key<HostPort> ADDRESS =
            Key.required("address", Forms.ADDRESS, "Where it listens. The address alone may stand for the map.");
    private static final Key<Integer> WEIGHT = Key.of(
            "weight", Forms.NUMBER, "1", "Its share among its peers, 0 to 1000; with 0 it takes no new clients.");
    private static final Key<Integer> MAX_CONNECTIONS =
            Key.of("max-connections", Forms.NUMBER_OR_OFF, "off", "How many exchanges it serves at a time.");

    private static final Key<Integer> PRIORITY = Key.of(
            "priority",
            Forms.NUMBER,
            "0",
            "New clients go to those with the lowest number of whom one can serve, 0 to 1000.");
    private static final Key<HostPort> IDENTITY = Key.optional(
            "identity",
            Forms.ADDRESS,
            "the address",
            "The address it has where the gateway will be deployed: what cookies and rings of other products are made from.");

    static final Section SECTION =
            Section.of("pools.NAME.backends[]", NAME, ADDRESS, WEIGHT, MAX_CONNECTIONS, PRIORITY, IDENTITY);

    private BackendReader() {}

    static Optional<BackendSpec> read(Spot spot) {
        if (!(spot.node() instanceof MapNode)) {
            return Forms.ADDRESS.read(spot).map(BackendReader::of);
        }
        return MapReader.read(spot, SECTION, map -> {
            Optional<HostPort> address = map.need(ADDRESS);
            Optional<String> name = map.find(NAME);
            int weight = map.get(WEIGHT);
            int maxConnections = map.get(MAX_CONNECTIONS);
            int priority = map.get(PRIORITY);
            Optional<HostPort> identity = map.find(IDENTITY);
            return address.map(at -> new BackendSpec(
                    name.orElse(at.toString()), at.host(), at.port(), weight, maxConnections, priority, identity));
        });
    }

    /** A backend of which only the address is known. */
    private static BackendSpec of(HostPort address) {
        return new BackendSpec(
                address.toString(), address.host(), address.port(), BackendSpec.DEFAULT_WEIGHT, BackendSpec.UNLIMITED);
    }
}
