// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the JSON of a template into a template. */
final class ArmTemplate {
    private final ArmValues values;
    private final Diagnostics diagnostics;

    ArmTemplate(ArmValues values, Diagnostics diagnostics) {
        this.values = values;
        this.diagnostics = diagnostics;
    }

    /** The template that a map describes. */
    Template read(MapNode root) {
        return new Template(
                root.position(),
                parameters(root),
                variables(root),
                functions(root),
                new ArmResources(values, this).read(root),
                outputs(root));
    }

    /** The text of a key; empty when it has none. */
    static String text(MapNode map, String key) {
        return map.findIgnoringCase(key)
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).text())
                .orElse("");
    }

    /** A map inside a map, without entries if it is not there. */
    MapNode section(MapNode map, String key) {
        Optional<Node> found = map.findIgnoringCase(key).filter(node -> !Values.isNull(node));
        if (found.isPresent() && !(found.get() instanceof MapNode)) {
            wrongKind(found.get(), key, "an object");
        }
        return found.filter(MapNode.class::isInstance)
                .map(MapNode.class::cast)
                .orElseGet(() -> new MapNode(map.position(), List.of()));
    }

    void wrongKind(Node node, String key, String expected) {
        String message = Wording.message(KeyPath.of(key), "the wrong kind of value", Values.kind(node), expected);
        diagnostics.add(DiagnosticCode.WRONG_KIND, node.position(), message, "");
    }

    private Map<String, Template.Parameter> parameters(MapNode root) {
        Map<String, Template.Parameter> parameters = new HashMap<>();
        for (MapNode.Entry entry : section(root, "parameters").entries()) {
            if (entry.value() instanceof MapNode map) {
                List<Node> allowed = map.findIgnoringCase("allowedValues")
                        .filter(ListNode.class::isInstance)
                        .map(node -> ((ListNode) node).items())
                        .orElse(List.of());
                parameters.putIfAbsent(
                        Values.lower(entry.key()),
                        new Template.Parameter(
                                entry.keyPosition(),
                                entry.key(),
                                text(map, "type"),
                                text(map, "nullable").equalsIgnoreCase("true"),
                                allowed,
                                map.findIgnoringCase("defaultValue").map(values::of)));
            } else {
                wrongKind(entry.value(), entry.key(), "an object with the type of the parameter");
            }
        }
        return parameters;
    }

    private Map<String, Expression> variables(MapNode root) {
        Map<String, Expression> variables = new HashMap<>();
        MapNode section = section(root, "variables");
        Expression.Fields all = (Expression.Fields) values.fields(section.position(), section.entries());
        for (Expression.Field field : all.fields()) {
            if (field instanceof Expression.Property property
                    && property.key() instanceof Expression.Literal literal
                    && literal.value() instanceof ScalarNode name) {
                variables.putIfAbsent(Values.lower(name.text()), property.value());
            }
        }
        return variables;
    }

    private Map<String, Template.Function> functions(MapNode root) {
        Map<String, Template.Function> functions = new HashMap<>();
        List<Node> spaces = root.findIgnoringCase("functions")
                .filter(ListNode.class::isInstance)
                .map(node -> ((ListNode) node).items())
                .orElse(List.of());
        for (Node space : spaces) {
            if (space instanceof MapNode map) {
                String prefix = text(map, "namespace") + ".";
                for (MapNode.Entry member : section(map, "members").entries()) {
                    if (member.value() instanceof MapNode body) {
                        String name = prefix + member.key();
                        functions.putIfAbsent(Values.lower(name), function(member.keyPosition(), name, body));
                    }
                }
            }
        }
        return functions;
    }

    private Template.Function function(SourcePosition position, String name, MapNode map) {
        List<String> parameters = new ArrayList<>();
        map.findIgnoringCase("parameters")
                .filter(ListNode.class::isInstance)
                .map(node -> ((ListNode) node).items())
                .orElse(List.of())
                .forEach(node -> parameters.add(node instanceof MapNode one ? text(one, "name") : ""));
        Expression body = section(map, "output")
                .findIgnoringCase("value")
                .map(values::of)
                .orElseGet(() -> new Expression.Literal(Values.nothing(position)));
        return new Template.Function(position, name, parameters, body);
    }

    private Map<String, Expression> outputs(MapNode root) {
        Map<String, Expression> outputs = new LinkedHashMap<>();
        for (MapNode.Entry entry : section(root, "outputs").entries()) {
            if (entry.value() instanceof MapNode map) {
                output(map).ifPresent(value -> outputs.putIfAbsent(Values.lower(entry.key()), value));
            }
        }
        return outputs;
    }

    private Optional<Expression> output(MapNode output) {
        Optional<Node> copy = output.findIgnoringCase("copy");
        if (copy.isPresent() && copy.get() instanceof MapNode map) {
            Optional<Expression> input = map.findIgnoringCase("input").map(values::of);
            return values.loop(map)
                    .flatMap(loop ->
                            input.map(value -> new Expression.For(map.position(), loop, Optional.empty(), value)));
        }
        return output.findIgnoringCase("value").map(values::of);
    }
}
