// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All kinds that mean something to Mooring. */
final class Schemas {
    static final List<Schema> ALL = Stream.of(
                    CoreSchemas.ALL, IngressSchemas.ALL, GatewaySchemas.ALL, ProductSchemas.ALL)
            .flatMap(List::stream)
            .toList();

    private Schemas() {}

    /** The form of a kind; where the group is not known, the first kind of that name. */
    static Optional<Schema> of(String kind, Optional<String> group) {
        return ALL.stream()
                .filter(schema -> schema.kind().equals(kind))
                .filter(schema -> group.isEmpty() || schema.groups().contains(group.get()))
                .findFirst();
    }
}
