// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.arm.AzureResource;
import dev.mooring.lb.config.arm.AzureResources;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.config.source.YamlReader;
import dev.mooring.lb.model.GatewaySpec;
import java.util.List;
import java.util.Optional;

/** Reads resources that need no evaluation, for tests of what they mean. Text in angle brackets is a value that nobody knows. */
final class AzureFiles {
    private AzureFiles() {}

    /** What became of a text. */
    record Outcome(GatewaySpec spec, List<Diagnostic> diagnostics) {
        List<String> labels() {
            return diagnostics.stream().map(one -> one.code().label()).toList();
        }

        String said() {
            return String.join(
                    "\n", diagnostics.stream().map(Diagnostic::toString).toList());
        }
    }

    static Outcome read(String text) {
        return read(text, AzureSettings.none());
    }

    static Outcome read(String text, AzureSettings settings) {
        Diagnostics diagnostics = new Diagnostics();
        SourceFile file = new SourceFile("input.json", text);
        Node root = YamlReader.read(file, diagnostics).orElseThrow().get(0);
        List<Node> nodes = root instanceof ListNode list ? list.items() : List.of(root);
        AzureResources resources = new AzureResources(
                nodes.stream().map(node -> resource((MapNode) unknowns(node))).toList(), List.of());
        Positions positions = new Positions(SourcePosition.start(file.name()));
        GatewaySpec spec = AzureReader.read(resources, settings, diagnostics, positions);
        return new Outcome(spec, diagnostics.inOrder(List.of(file.name())));
    }

    private static AzureResource resource(MapNode body) {
        return new AzureResource(
                text(body, "type"), text(body, "apiVersion"), text(body, "name"), body, body.position());
    }

    private static String text(MapNode map, String key) {
        Optional<Node> node = map.findIgnoringCase(key);
        return node.isPresent() && node.get() instanceof ScalarNode scalar ? scalar.text() : "";
    }

    private static Node unknowns(Node node) {
        if (node instanceof MapNode map) {
            return new MapNode(
                    map.position(),
                    map.entries().stream()
                            .map(entry -> new MapNode.Entry(entry.keyPosition(), entry.key(), unknowns(entry.value())))
                            .toList());
        }
        if (node instanceof ListNode list) {
            return new ListNode(
                    list.position(),
                    list.items().stream().map(AzureFiles::unknowns).toList());
        }
        if (node instanceof ScalarNode scalar && scalar.text().matches("<.*>")) {
            String name = scalar.text().substring(1, scalar.text().length() - 1);
            return new UnknownNode(scalar.position(), name, "");
        }
        return node;
    }
}
