// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.JsonReader;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what describes resources of Azure in JSON: templates, and what tools print about resources that exist. */
public final class ArmReader {
    private ArmReader() {}

    /** The resources of a file; empty when there is no reading it, which is then reported. Never throws for what a user wrote. */
    public static Optional<AzureResources> read(SourceFile file, TemplateSettings settings, Diagnostics diagnostics) {
        return read(file, settings, ArmReader::template, diagnostics);
    }

    /**
     * The same, where templates may include others that are not JSON.
     *
     * @param file the file
     * @param settings what the user says about templates
     * @param language reads included templates
     * @param diagnostics where problems go
     */
    public static Optional<AzureResources> read(
            SourceFile file, TemplateSettings settings, TemplateLanguage language, Diagnostics diagnostics) {
        Optional<Node> root = JsonReader.read(file, diagnostics);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        if (root.get() instanceof MapNode map && isTemplate(map)) {
            return template(map, diagnostics)
                    .map(template -> Evaluator.evaluate(template, settings, language, diagnostics));
        }
        return Optional.of(new AzureResources(printed(root.get()), List.of()));
    }

    /** The template in a file, not evaluated; empty when there is no reading it, which is then reported. */
    public static Optional<Template> template(SourceFile file, Diagnostics diagnostics) {
        Optional<Node> root = JsonReader.read(file, diagnostics);
        if (root.isPresent() && !(root.get() instanceof MapNode map && isTemplate(map))) {
            String message = Wording.message(
                    KeyPath.ROOT, "not a template", Values.kind(root.get()), "an object with the key resources");
            diagnostics.add(DiagnosticCode.LINKED_TEMPLATE, root.get().position(), message, "");
            return Optional.empty();
        }
        return root.flatMap(node -> template((MapNode) node, diagnostics));
    }

    private static Optional<Template> template(MapNode root, Diagnostics diagnostics) {
        try {
            return Optional.of(new ArmTemplate(new ArmValues(diagnostics), diagnostics).read(root));
        } catch (Problem fatal) {
            diagnostics.add(fatal.code, fatal.position, fatal.message, fatal.hint());
            return Optional.empty();
        }
    }

    /** A resource that a tool prints may have a key resources, but it has a type. */
    private static boolean isTemplate(MapNode map) {
        boolean schema = Values.lower(ArmTemplate.text(map, "$schema")).contains("template.json");
        return schema
                || (map.findIgnoringCase("resources").isPresent()
                        && map.findIgnoringCase("type").isEmpty());
    }

    /** A resource, or some in a list, as they are. */
    private static List<AzureResource> printed(Node node) {
        List<AzureResource> resources = new ArrayList<>();
        if (node instanceof ListNode list) {
            list.items().forEach(item -> resources.addAll(printed(item)));
        } else if (node instanceof MapNode map) {
            Optional<Node> value = map.findIgnoringCase("value").filter(ListNode.class::isInstance);
            if (value.isPresent() && map.findIgnoringCase("type").isEmpty()) {
                return printed(value.get());
            }
            resources.add(new AzureResource(
                    ArmTemplate.text(map, "type"),
                    ArmTemplate.text(map, "apiVersion"),
                    ArmTemplate.text(map, "name"),
                    map,
                    map.position()));
        }
        return resources;
    }
}
