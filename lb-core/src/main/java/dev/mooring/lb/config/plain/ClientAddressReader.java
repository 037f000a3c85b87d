// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import java.time.Duration;

/** Reads the two mechanisms that know a client by its address. */
final class ClientAddressReader {
    private static final Key<Integer> IPV4_PREFIX =
            Key.of("ipv4-prefix", Forms.NUMBER, "32", "How many leading bits of an IPv4 address count, 0 to 32.");
    private static final Key<Integer> IPV6_PREFIX =
            Key.of("ipv6-prefix", Forms.NUMBER, "64", "How many leading bits of an IPv6 address count, 0 to 128.");
    private static final Key<Duration> TIMEOUT =
            Key.of("timeout", Forms.DURATION, "3h", "How long after its last request a client is forgotten, 1s to 1d.");
    private static final Key<Integer> MAX_ENTRIES = Key.of(
            "max-entries",
            Forms.NUMBER,
            "100000",
            "How many clients are remembered; the least recently used goes first.");

    static final Section HASH_SECTION = Section.of("pools.NAME.affinity.client-ip-hash", IPV4_PREFIX, IPV6_PREFIX);
    static final Section TABLE_SECTION =
            Section.of("pools.NAME.affinity.client-ip-table", TIMEOUT, MAX_ENTRIES, IPV4_PREFIX, IPV6_PREFIX);

    static final Form<ClientIpHash> HASH = MapReader.form(HASH_SECTION, map -> new ClientIpHash(network(map)));
    static final Form<ClientIpTable> TABLE = MapReader.form(
            TABLE_SECTION, map -> new ClientIpTable(network(map), map.get(TIMEOUT), map.get(MAX_ENTRIES)));

    private ClientAddressReader() {}

    private static ClientNetwork network(MapReader map) {
        return new ClientNetwork(map.get(IPV4_PREFIX), map.get(IPV6_PREFIX));
    }
}
