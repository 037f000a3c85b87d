// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns JSON values into expressions: texts in brackets are parsed, {@code copy} becomes a loop, the rest stays as it is. */
final class ArmValues {
    private final Diagnostics diagnostics;
    private int parts;

    ArmValues(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** The expression for a value. A text that cannot be read is reported, and its value is unknown. */
    Expression of(Node node) {
        if (node instanceof ScalarNode scalar) {
            return ofScalar(scalar);
        }
        if (node instanceof MapNode map) {
            return ofMap(map);
        }
        return node instanceof ListNode list ? ofList(list) : new Expression.Literal(node);
    }

    /** The object of some entries of a map. */
    Expression fields(SourcePosition position, List<MapNode.Entry> entries) {
        List<Expression.Field> fields = new ArrayList<>();
        for (MapNode.Entry entry : entries) {
            if (isCopy(entry)) {
                copies((ListNode) entry.value(), fields);
            } else {
                fields.add(field(entry));
            }
        }
        return new Expression.Fields(position, fields);
    }

    /** The loop of a {@code copy}; without a name it can only be asked for where there is no other loop. */
    Optional<Expression.Loop> loop(MapNode copy) {
        String name = copy.findIgnoringCase("name")
                .filter(Values::isText)
                .map(node -> ((ScalarNode) node).text())
                .orElse("");
        return copy.findIgnoringCase("count")
                .map(count -> new Expression.Loop(copy.position(), name, "", "", of(count)));
    }

    private Expression ofScalar(ScalarNode scalar) {
        if (!scalar.quoted() || !scalar.text().startsWith("[")) {
            return new Expression.Literal(scalar);
        }
        if (!ExpressionParser.isExpression(scalar.text())) {
            String text = ExpressionParser.unescaped(scalar.text());
            return new Expression.Literal(Values.text(scalar.position(), text));
        }
        try {
            return ExpressionParser.parse(scalar, () -> count(scalar.position()));
        } catch (Problem problem) {
            if (problem.fatal) {
                throw problem;
            }
            diagnostics.add(problem.code, problem.position, problem.message, problem.hint());
            return new Expression.Literal(Values.failed(scalar.position()));
        }
    }

    private void count(SourcePosition position) {
        if (++parts > YamlReader.MAX_NODES) {
            throw Problem.fatal(
                    position, "the expressions of the file have more than " + YamlReader.MAX_NODES + " parts");
        }
    }

    private Expression ofMap(MapNode map) {
        if (map.entries().stream().noneMatch(ArmValues::isCopy)) {
            Expression whole = fields(map.position(), map.entries());
            boolean plain = ((Expression.Fields) whole).fields().stream().allMatch(ArmValues::isPlain);
            return plain && keysArePlain(map) ? literal(map, (Expression.Fields) whole) : whole;
        }
        return fields(map.position(), map.entries());
    }

    private Expression ofList(ListNode list) {
        List<Expression.Item> items = new ArrayList<>();
        List<Node> plain = new ArrayList<>();
        for (Node item : list.items()) {
            Expression value = of(item);
            items.add(new Expression.Element(value));
            if (value instanceof Expression.Literal literal) {
                plain.add(literal.value());
            }
        }
        return plain.size() == items.size()
                ? new Expression.Literal(new ListNode(list.position(), plain))
                : new Expression.Items(list.position(), items);
    }

    private static Expression literal(MapNode map, Expression.Fields fields) {
        List<MapNode.Entry> entries = new ArrayList<>();
        for (int i = 0; i < map.entries().size(); i++) {
            MapNode.Entry entry = map.entries().get(i);
            Expression value = ((Expression.Property) fields.fields().get(i)).value();
            entries.add(new MapNode.Entry(entry.keyPosition(), entry.key(), ((Expression.Literal) value).value()));
        }
        return new Expression.Literal(new MapNode(map.position(), entries));
    }

    private static boolean isPlain(Expression.Field field) {
        return field instanceof Expression.Property property && property.value() instanceof Expression.Literal;
    }

    private static boolean keysArePlain(MapNode map) {
        return map.entries().stream().noneMatch(entry -> entry.key().startsWith("["));
    }

    private Expression.Property field(MapNode.Entry entry) {
        Expression key = ofScalar(Values.text(entry.keyPosition(), entry.key()));
        return new Expression.Property(entry.keyPosition(), key, of(entry.value()));
    }

    private static boolean isCopy(MapNode.Entry entry) {
        return entry.key().equalsIgnoreCase("copy")
                && entry.value() instanceof ListNode list
                && !list.items().isEmpty()
                && list.items().stream()
                        .allMatch(item -> item instanceof MapNode map
                                && map.findIgnoringCase("name").isPresent()
                                && map.findIgnoringCase("count").isPresent());
    }

    private void copies(ListNode copies, List<Expression.Field> fields) {
        for (Node item : copies.items()) {
            MapNode copy = (MapNode) item;
            Expression.Loop loop = loop(copy).orElseThrow();
            Expression input = copy.findIgnoringCase("input")
                    .map(this::of)
                    .orElseGet(() -> new Expression.Literal(Values.nothing(copy.position())));
            Expression name = copy.findIgnoringCase("name").map(this::of).orElseThrow();
            Expression values = new Expression.For(copy.position(), loop, Optional.empty(), input);
            fields.add(new Expression.Property(copy.position(), name, values));
        }
    }
}
