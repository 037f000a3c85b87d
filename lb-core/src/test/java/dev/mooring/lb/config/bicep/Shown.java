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
import java.util.Set;

/** Resources as text, without positions: what must be the same for Bicep and for the JSON that it is compiled to. */
final class Shown {
    /** They stand in the head line, or mean nothing without a cloud. */
    private static final Set<String> HEAD = Set.of("type", "apiversion", "name", "scope", "dependson");

    private Shown() {}

    static String resources(AzureResources resources) {
        StringBuilder text = new StringBuilder();
        for (AzureResource resource : resources.resources()) {
            text.append(resource.type()).append('@').append(resource.apiVersion());
            text.append(' ').append(resource.name()).append('\n');
            for (MapNode.Entry entry : resource.body().entries()) {
                if (!HEAD.contains(entry.key().toLowerCase(java.util.Locale.ROOT))) {
                    entry(entry, "  ", text);
                }
            }
        }
        for (UnknownValue unknown : resources.unknowns()) {
            text.append("unknown ").append(unknown.name()).append('\n');
        }
        return text.toString();
    }

    private static void entry(MapNode.Entry entry, String indent, StringBuilder text) {
        text.append(indent).append(entry.key()).append(":");
        node(entry.value(), indent, text);
    }

    private static void node(Node node, String indent, StringBuilder text) {
        if (node instanceof MapNode map && !map.entries().isEmpty()) {
            text.append('\n');
            map.entries().forEach(entry -> entry(entry, indent + "  ", text));
        } else if (node instanceof ListNode list && !list.items().isEmpty()) {
            text.append('\n');
            for (Node item : list.items()) {
                text.append(indent).append("  -");
                node(item, indent + "    ", text);
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
