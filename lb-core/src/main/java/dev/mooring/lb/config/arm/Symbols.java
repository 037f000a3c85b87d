// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a symbol of a resource says without the cloud. */
final class Symbols {
    private static final List<String> OWN = List.of("id", "name", "type", "apiVersion");

    private Symbols() {}

    /** One part of the whole resource; empty when only the cloud has it. */
    static Optional<Node> part(Instance instance, Node key, SourcePosition position) {
        String name = key instanceof ScalarNode scalar ? scalar.text() : "";
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "id" -> Optional.of(Values.text(position, instance.id()));
            case "name" -> Optional.of(instance.name());
            case "type" -> Optional.of(Values.text(position, instance.declared.type()));
            case "apiversion" -> Optional.of(Values.text(position, instance.declared.apiVersion()));
            default -> instance.body().findIgnoringCase(name);
        };
    }

    /** The whole resource, as far as it is known. */
    static MapNode whole(Instance instance, SourcePosition position) {
        List<MapNode.Entry> entries = new ArrayList<>();
        for (String own : OWN) {
            part(instance, Values.text(position, own), position)
                    .ifPresent(value -> entries.add(new MapNode.Entry(position, own, value)));
        }
        for (MapNode.Entry entry : instance.body().entries()) {
            if (OWN.stream().noneMatch(own -> own.equalsIgnoreCase(entry.key()))) {
                entries.add(entry);
            }
        }
        return new MapNode(position, entries);
    }
}
