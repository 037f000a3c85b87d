// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the {@code resources} of a JSON template, a list or a map by symbol, into resources. */
final class ArmResources {
    private static final Set<String> NOT_BODY =
            Set.of("condition", "copy", "dependson", "resources", "existing", "comments", "import", "@options");
    private static final String DEPLOYMENT = "microsoft.resources/deployments";

    private final ArmValues values;
    private final ArmTemplate templates;
    private final List<Template.Resource> found = new ArrayList<>();

    ArmResources(ArmValues values, ArmTemplate templates) {
        this.values = values;
        this.templates = templates;
    }

    List<Template.Resource> read(MapNode root) {
        Optional<Node> resources = root.findIgnoringCase("resources");
        if (resources.isPresent() && resources.get() instanceof MapNode map) {
            for (MapNode.Entry entry : map.entries()) {
                add(entry.key(), entry.value(), Optional.empty());
            }
        } else if (resources.isPresent() && resources.get() instanceof ListNode list) {
            list.items().forEach(item -> add("", item, Optional.empty()));
        } else {
            resources.ifPresent(node -> templates.wrongKind(node, "resources", "an array or an object"));
        }
        return found;
    }

    private void add(String symbol, Node node, Optional<Template.Resource> parent) {
        if (!(node instanceof MapNode map)) {
            templates.wrongKind(node, "resources", "an object for each resource");
            return;
        }
        Template.Resource resource = resource(symbol, map, parent);
        found.add(resource);
        Optional<Node> children = map.findIgnoringCase("resources");
        if (resource.module().isEmpty() && children.isPresent() && children.get() instanceof ListNode list) {
            list.items().forEach(child -> add("", child, Optional.of(resource)));
        }
    }

    private Template.Resource resource(String symbol, MapNode map, Optional<Template.Resource> parent) {
        String ownType = ArmTemplate.text(map, "type");
        boolean inside = parent.isPresent() && !isFull(ownType);
        String type = inside ? parent.get().type() + "/" + ownType : ownType;
        Expression name = map.findIgnoringCase("name")
                .map(values::of)
                .orElseGet(() -> new Expression.Literal(Values.text(map.position(), symbol)));
        List<MapNode.Entry> body = map.entries().stream()
                .filter(entry -> !NOT_BODY.contains(Values.lower(entry.key())))
                .filter(entry -> !(isDeployment(type) && entry.key().equalsIgnoreCase("properties")))
                .toList();
        return new Template.Resource(
                map.position(),
                symbol,
                type,
                ArmTemplate.text(map, "apiVersion"),
                inside ? joined(map.position(), parent.get().name(), name) : name,
                values.fields(map.position(), body),
                placement(map, parent),
                isDeployment(type) ? Optional.of(module(templates.section(map, "properties"))) : Optional.empty());
    }

    private Template.Placement placement(MapNode map, Optional<Template.Resource> parent) {
        Optional<Expression.Loop> own = map.findIgnoringCase("copy")
                .filter(MapNode.class::isInstance)
                .flatMap(copy -> values.loop((MapNode) copy));
        Optional<Expression> condition = map.findIgnoringCase("condition").map(values::of);
        Optional<Expression> outer = parent.flatMap(around -> around.placement().condition());
        Optional<Expression> both = outer.isPresent() && condition.isPresent()
                ? Optional.of(new Expression.Call(map.position(), "and", List.of(outer.get(), condition.get())))
                : condition.or(() -> outer);
        return new Template.Placement(
                own.or(() -> parent.flatMap(around -> around.placement().loop())),
                both,
                Optional.empty(),
                ArmTemplate.text(map, "existing").equalsIgnoreCase("true"));
    }

    private Template.Module module(MapNode properties) {
        Optional<Node> inline = properties.findIgnoringCase("template");
        boolean inner = ArmTemplate.text(templates.section(properties, "expressionEvaluationOptions"), "scope")
                .equalsIgnoreCase("inner");
        Optional<Expression> given = properties
                .findIgnoringCase("parameters")
                .filter(MapNode.class::isInstance)
                .map(node -> given((MapNode) node));
        if (inline.isPresent() && inline.get() instanceof MapNode map) {
            return new Template.Module(new Template.Inline(templates.read(map)), given, !inner);
        }
        MapNode link = templates.section(properties, "templateLink");
        Expression path = link.findIgnoringCase("relativePath")
                .or(() -> link.findIgnoringCase("uri"))
                .or(() -> link.findIgnoringCase("id"))
                .map(values::of)
                .orElseGet(() -> new Expression.Literal(Values.text(link.position(), "")));
        return new Template.Module(new Template.Linked(link.position(), path), given, false);
    }

    private Expression given(MapNode parameters) {
        List<Expression.Field> fields = new ArrayList<>();
        for (MapNode.Entry entry : parameters.entries()) {
            SourcePosition position = entry.keyPosition();
            Optional<Node> value =
                    entry.value() instanceof MapNode map ? map.findIgnoringCase("value") : Optional.empty();
            // Without a value it is a reference to a secret store.
            value.ifPresent(node -> fields.add(new Expression.Property(
                    position, new Expression.Literal(Values.text(position, entry.key())), values.of(node))));
        }
        return new Expression.Fields(parameters.position(), fields);
    }

    private static Expression joined(SourcePosition position, Expression parent, Expression name) {
        Expression slash = new Expression.Literal(Values.text(position, "/"));
        return new Expression.Interpolation(position, List.of(parent, slash, name));
    }

    /** Whether a type begins with its provider, which always has a dot, rather than being a step below that of a parent. */
    private static boolean isFull(String type) {
        int slash = type.indexOf('/');
        return slash > 0 && type.lastIndexOf('.', slash) > 0;
    }

    private static boolean isDeployment(String type) {
        return type.equalsIgnoreCase(DEPLOYMENT);
    }
}
