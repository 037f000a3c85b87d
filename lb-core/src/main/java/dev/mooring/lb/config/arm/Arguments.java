// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call, computed when they are asked for. What asks for one of a certain kind gets it, or ends the call: with a
 * {@link Problem} if it is of another kind, with {@link NotKnown} if nobody knows it. Confined to one thread.
 */
final class Arguments {
    final Evaluation shared;
    final Expression.Call call;
    final Scope scope;

    private final @Nullable Node[] values;

    Arguments(Evaluation shared, Expression.Call call, Scope scope) {
        this.shared = shared;
        this.call = call;
        this.scope = scope;
        this.values = new @Nullable Node[call.arguments().size()];
    }

    /** A number without a fraction. */
    static OptionalLong integer(Node node) {
        return node instanceof ScalarNode scalar && !scalar.quoted()
                ? Values.asInteger(scalar.text())
                : OptionalLong.empty();
    }

    /** A value as a text shows it. */
    static String shown(Node node) {
        if (Values.isBool(node)) {
            return ((ScalarNode) node).text().equalsIgnoreCase("true") ? "True" : "False";
        }
        if (Values.isNull(node)) {
            return "";
        }
        return node instanceof ScalarNode scalar ? scalar.text() : JsonText.of(node, node.position());
    }

    SourcePosition position() {
        return call.position();
    }

    int count() {
        return values.length;
    }

    boolean has(int index) {
        return index < values.length;
    }

    /** Any value, also one that nobody knows. */
    Node value(int index) {
        Node value = values[index];
        if (value == null) {
            value = shared.interpreter.eval(call.arguments().get(index), scope);
            values[index] = value;
        }
        return value;
    }

    /** Any value that is known. */
    Node known(int index) {
        Node value = value(index);
        if (value instanceof UnknownNode unknown) {
            throw new NotKnown(unknown);
        }
        return value;
    }

    String text(int index) {
        Node value = known(index);
        if (!Values.isText(value)) {
            throw wrong(index, "text");
        }
        return spent(((ScalarNode) value).text());
    }

    /** Any value, as a text shows it. */
    String shown(int index) {
        return spent(shown(known(index)));
    }

    /** A text that is about to be looked for in another one. */
    String needle(String text, String needle) {
        spend((long) text.length() * needle.length() / 256);
        return needle;
    }

    private String spent(String text) {
        spend(text.length() / 64);
        return text;
    }

    long integer(int index) {
        return integer(known(index)).orElseThrow(() -> wrong(index, "a whole number"));
    }

    /** A number that counts something in memory. */
    int size(int index) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer(index)));
    }

    boolean truth(int index) {
        Node value = known(index);
        if (!Values.isBool(value)) {
            throw wrong(index, "true or false");
        }
        return ((ScalarNode) value).text().equalsIgnoreCase("true");
    }

    ListNode list(int index) {
        if (!(known(index) instanceof ListNode list)) {
            throw wrong(index, "an array");
        }
        return list;
    }

    MapNode map(int index) {
        if (!(known(index) instanceof MapNode map)) {
            throw wrong(index, "an object");
        }
        return map;
    }

    /** A function without a name, with at least one and at most so many parameters. */
    Expression.Lambda lambda(int index, int parameters) {
        if (!(call.arguments().get(index) instanceof Expression.Lambda lambda)
                || lambda.parameters().isEmpty()
                || lambda.parameters().size() > parameters) {
            throw Problem.of(
                    DiagnosticCode.TEMPLATE_FUNCTION,
                    call.arguments().get(index).position(),
                    call.function() + ": argument " + (index + 1) + " is a lambda with at most " + parameters
                            + " parameters");
        }
        return lambda;
    }

    /** What a lambda makes of some values. */
    Node apply(Expression.Lambda lambda, Node... given) {
        Scope inner = scope;
        List<String> names = lambda.parameters();
        for (int i = 0; i < names.size(); i++) {
            inner = inner.with(names.get(i), given[i]);
        }
        return shared.interpreter.eval(lambda.body(), inner);
    }

    /** Whether a lambda says yes to some values. */
    boolean test(Expression.Lambda lambda, Node... given) {
        Node result = apply(lambda, given);
        if (result instanceof UnknownNode unknown) {
            throw new NotKnown(unknown);
        }
        if (!Values.isBool(result)) {
            throw Problem.expression(
                    lambda.body().position(), "the lambda gives true or false (found " + Values.kind(result) + ")");
        }
        return ((ScalarNode) result).text().equalsIgnoreCase("true");
    }

    Node made(String text) {
        return Values.text(position(), text);
    }

    Node made(long number) {
        return Values.number(position(), number);
    }

    Node made(boolean truth) {
        return Values.bool(position(), truth);
    }

    Node made(List<Node> items) {
        return new ListNode(position(), items);
    }

    /** Work that grows with the size of a value. */
    void spend(long steps) {
        shared.budget.spend(steps, position());
    }

    /** The value of a key, in whichever case. */
    Optional<Node> find(MapNode map, String key) {
        return shared.budget.find(map, key, position());
    }

    Problem wrong(int index, String expected) {
        String message = call.function() + ": argument " + (index + 1) + " does not fit (found "
                + Values.kind(value(index)) + ", expected " + expected + ")";
        return Problem.of(
                DiagnosticCode.TEMPLATE_FUNCTION, call.arguments().get(index).position(), message);
    }

    Problem fails(String why) {
        return Problem.expression(position(), call.function() + ": " + why);
    }
}
