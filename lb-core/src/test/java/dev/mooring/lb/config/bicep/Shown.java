// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.AzureResource;
import dev.mooring.lb.config.arm.AzureResources;
import dev.mooring.lb.config.arm.UnknownValue;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Resources as text, without positions: what must be the same for Bicep and for the JSON that it is compiled to. */
final class Shown {
    /** They stand in the head line, or mean nothing without a cloud. */
    private static final Set<String> HEAD = Set.of("type", "apiversion", "name", "scope", "dependson");

    private Shown() {}

    /** In the order of the file. */
    static String resources(AzureResources resources) {
        return shown(resources, false);
    }

    /** With sorted keys: compiling puts loops first. */
    static String sorted(AzureResources resources) {
        return shown(resources, true);
    }

    private static String shown(AzureResources resources, boolean sorted) {
        StringBuilder text = new StringBuilder();
        for (AzureResource resource : resources.resources()) {
            text.append(resource.type()).append('@').append(resource.apiVersion());
            text.append(' ').append(resource.name()).append('\n');
            for (MapNode.Entry entry : entries(resource.body(), sorted)) {
                if (!HEAD.contains(entry.key().toLowerCase(Locale.ROOT))) {
                    entry(entry, "  ", text, sorted);
                }
            }
        }
        Stream<String> unknowns = resources.unknowns().stream().map(UnknownValue::name);
        (sorted ? unknowns.sorted() : unknowns)
                .forEach(unknown -> text.append("unknown ").append(unknown).append('\n'));
        return text.toString();
    }

    private static List<MapNode.Entry> entries(MapNode map, boolean sorted) {
        return sorted
                ? map.entries().stream()
                        .sorted(Comparator.comparing(MapNode.Entry::key))
                        .toList()
                : map.entries();
    }

    private static void entry(MapNode.Entry entry, String indent, StringBuilder text, boolean sorted) {
        text.append(indent).append(entry.key()).append(":");
        node(entry.value(), indent, text, sorted);
    }

    private static void node(Node node, String indent, StringBuilder text, boolean sorted) {
        if (node instanceof MapNode map && !map.entries().isEmpty()) {
            text.append('\n');
            entries(map, sorted).forEach(entry -> entry(entry, indent + "  ", text, sorted));
        } else if (node instanceof ListNode list && !list.items().isEmpty()) {
            text.append('\n');
            for (Node item : list.items()) {
                text.append(indent).append("  -");
                node(item, indent + "    ", text, sorted);
            }
        } else {
            text.append(' ').append(leaf(node)).append('\n');
        }
    }

    private static String leaf(Node node) {
        if (node instanceof ScalarNode scalar) {
            String shown = scalar.text()
                    .replace("\\", "\\\\")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r")
                    .replace("\t", "\\t");
            return scalar.quoted() ? "'" + shown + "'" : shown;
        } else if (node instanceof UnknownNode unknown) {
            return "?" + unknown.expression();
        }
        return node instanceof MapNode ? "{}" : "[]";
    }
}
