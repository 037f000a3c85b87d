// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.UnknownNode;

/** Resources as text that a person can compare: one line for each value, unknown ones in angle brackets. */
final class Printed {
    private final StringBuilder out = new StringBuilder();

    private Printed() {}

    static String of(AzureResources resources) {
        StringBuilder all = new StringBuilder();
        resources.resources().forEach(resource -> all.append(of(resource)));
        return all.toString();
    }

    static String of(AzureResource resource) {
        Printed printed = new Printed();
        String version = resource.apiVersion().isEmpty() ? "" : "@" + resource.apiVersion();
        printed.out
                .append("# " + resource.type() + version + " " + resource.name())
                .append("\n");
        printed.value(resource.body(), 0);
        return printed.out.append("\n").toString();
    }

    static String of(Node node) {
        Printed printed = new Printed();
        printed.value(node, 0);
        return printed.out.toString();
    }

    private void value(Node node, int indent) {
        String pad = "  ".repeat(indent + 1);
        if (node instanceof MapNode map && !map.entries().isEmpty()) {
            out.append("{\n");
            for (MapNode.Entry entry : map.entries()) {
                out.append(pad).append(entry.key()).append(": ");
                value(entry.value(), indent + 1);
                out.append("\n");
            }
            out.append("  ".repeat(indent)).append("}");
        } else if (node instanceof ListNode list && !list.items().isEmpty()) {
            out.append("[\n");
            for (Node item : list.items()) {
                out.append(pad);
                value(item, indent + 1);
                out.append("\n");
            }
            out.append("  ".repeat(indent)).append("]");
        } else if (node instanceof UnknownNode unknown) {
            out.append("<").append(unknown.expression()).append(">");
        } else {
            out.append(JsonText.of(node, node.position()));
        }
    }
}
