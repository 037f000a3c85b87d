// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.model.AffinitySpec.HashRing;

/** Reads the hashing of a text made of the request. */
final class HashRingReader {
    private static final Key<String> TEMPLATE = Key.required(
            "template",
            Forms.TEXT,
            "The text, with nginx's variables: `$request_uri`, `$remote_addr`, `$http_x_user`, `$arg_id` ...");
    private static final Key<Integer> SUBSET_SIZE = Key.of(
            "subset-size",
            Forms.NUMBER_OR_OFF,
            "off",
            "The text picks a group of so many backends, one of which is then drawn for each request, 1 to 1000.");

    static final Section SECTION = Section.of("pools.NAME.affinity.hash-ring", TEMPLATE, SUBSET_SIZE);

    static final Form<HashRing> FORM = new Form<>(
            "map",
            spot -> MapReader.read(spot, SECTION, map -> {
                int subsetSize = map.get(SUBSET_SIZE);
                return map.need(TEMPLATE).map(template -> new HashRing(template, subsetSize));
            }));

    private HashRingReader() {}
}
