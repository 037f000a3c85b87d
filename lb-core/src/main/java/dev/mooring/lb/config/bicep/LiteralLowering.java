// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns texts, arrays and objects into expressions, or into plain values where nothing in them is computed. */
final class LiteralLowering {
    private final SyntaxProblems problems;
    private final ExpressionLowering expressions;

    LiteralLowering(SyntaxProblems problems, ExpressionLowering expressions) {
        this.problems = problems;
        this.expressions = expressions;
    }

    Expression text(Syntax.Text text, Scope scope) {
        if (text.holes().isEmpty()) {
            return Lowered.text(text.position(), text.literals().get(0));
        }
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < text.literals().size(); i++) {
            String literal = text.literals().get(i);
            if (!literal.isEmpty()) {
                parts.add(Lowered.text(text.position(), literal));
            }
            if (i < text.holes().size()) {
                parts.add(expressions.lower(text.holes().get(i), scope));
            }
        }
        return new Expression.Interpolation(text.position(), parts);
    }

    Expression array(Syntax.Array array, Scope scope) {
        List<Expression.Item> items = new ArrayList<>();
        List<Node> plain = new ArrayList<>();
        for (Syntax item : array.items()) {
            if (item instanceof Syntax.Spread spread) {
                items.add(new Expression.Spread(spread.position(), expressions.lower(spread.value(), scope)));
            } else {
                Expression value = expressions.lower(item, scope);
                items.add(new Expression.Element(value));
                literal(value).ifPresent(plain::add);
            }
        }
        return plain.size() == items.size()
                ? new Expression.Literal(new ListNode(array.position(), plain))
                : new Expression.Items(array.position(), items);
    }

    Expression fields(Syntax.Fields fields, Scope scope) {
        return fields(fields, scope, Set.of());
    }

    /** An object without some of its keys. */
    Expression fields(Syntax.Fields object, Scope scope, Set<String> without) {
        List<Expression.Field> fields = new ArrayList<>();
        List<MapNode.Entry> plain = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Syntax.Field field : object.fields()) {
            Optional<String> key = field.key().flatMap(Syntax.Text::plain);
            if (key.isPresent() && (isTwice(field, key.get(), keys) || without.contains(key.get()))) {
                continue;
            }
            Expression value = expressions.lower(field.value(), scope);
            fields.add(field.key()
                    .<Expression.Field>map(text -> new Expression.Property(field.position(), text(text, scope), value))
                    .orElseGet(() -> new Expression.Spread(field.position(), value)));
            if (key.isPresent()) {
                literal(value).ifPresent(node -> plain.add(new MapNode.Entry(field.position(), key.get(), node)));
            }
        }
        return plain.size() == fields.size()
                ? new Expression.Literal(new MapNode(object.position(), plain))
                : new Expression.Fields(object.position(), fields);
    }

    private boolean isTwice(Syntax.Field field, String key, Set<String> keys) {
        boolean twice = !keys.add(key);
        if (twice) {
            String message = "the key " + Wording.quoted(key) + " stands twice in one object";
            problems.report(DiagnosticCode.DUPLICATE_KEY, field.position(), message);
        }
        return twice;
    }

    /** A value that is known without computing anything. An unknown one is not: a user may give it. */
    private static Optional<Node> literal(Expression expression) {
        return expression instanceof Expression.Literal literal && isKnown(literal.value())
                ? Optional.of(literal.value())
                : Optional.empty();
    }

    private static boolean isKnown(Node node) {
        return node instanceof ScalarNode || node instanceof ListNode || node instanceof MapNode;
    }
}
