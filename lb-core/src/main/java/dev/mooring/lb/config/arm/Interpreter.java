// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes the values of expressions. Confined to one thread. */
final class Interpreter {
    private final Evaluation shared;
    private final Access access;
    private final Calls calls;

    Interpreter(Evaluation shared) {
        this.shared = shared;
        this.access = new Access(shared, this);
        this.calls = new Calls(shared);
    }

    /**
     * The value of an expression.
     *
     * @throws Problem if it fails
     * @throws NotKnown if it needs a value that nobody knows; a value that is itself unknown may also be given back
     */
    Node eval(Expression expression, Scope scope) {
        if (expression instanceof Expression.Literal literal) {
            return literal.value();
        }
        shared.budget.enter(expression.position());
        try {
            return shared.budget.made(compute(expression, scope), expression.position());
        } finally {
            shared.budget.leave();
        }
    }

    /** What a loop goes over: its items, or numbers from 0. */
    ListNode passes(Expression.Loop loop, Scope scope) {
        Node over = known(loop.over(), scope);
        SourcePosition position = loop.over().position();
        ListNode items;
        if (over instanceof ListNode list) {
            items = list;
        } else {
            long count = Arguments.integer(over)
                    .orElseThrow(() -> Problem.expression(
                            position, "a loop needs an array or a number (found " + Values.kind(over) + ")"));
            checkCount(count, position);
            List<Node> numbers = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                numbers.add(Values.number(loop.position(), i));
            }
            items = new ListNode(loop.position(), numbers);
        }
        checkCount(items.items().size(), position);
        return items;
    }

    /** The resource that a symbol, or an index into its loop, stands for. */
    Instance instance(Expression expression, Scope scope) {
        return access.instance(expression, scope);
    }

    private static void checkCount(long count, SourcePosition position) {
        if (count < 0 || count > Budget.MAX_COPIES) {
            String message = "a loop runs at most " + Budget.MAX_COPIES + " times (found " + count + ")";
            throw Problem.limit(position, message);
        }
    }

    private Node compute(Expression expression, Scope scope) {
        if (expression instanceof Expression.Call call) {
            return calls.call(call, scope);
        }
        if (expression instanceof Expression.Member || expression instanceof Expression.Index) {
            return access.value(expression, scope);
        }
        if (expression instanceof Expression.Parameter parameter) {
            return parameter(parameter, scope);
        }
        if (expression instanceof Expression.Variable variable) {
            return scope.deployment.variable(variable.position(), variable.name());
        }
        if (expression instanceof Expression.Local local) {
            return scope.local(local.name())
                    .orElseThrow(() -> Problem.expression(
                            local.position(), "nothing here has the name " + Wording.quoted(local.name())));
        }
        return expression instanceof Expression.Symbol ? access.value(expression, scope) : construct(expression, scope);
    }

    private static Node parameter(Expression.Parameter parameter, Scope scope) {
        Optional<Node> local = scope.function ? scope.local(parameter.name()) : Optional.empty();
        return local.isPresent() ? local.get() : scope.deployment.parameter(parameter.position(), parameter.name());
    }

    private Node construct(Expression expression, Scope scope) {
        if (expression instanceof Expression.Fields fields) {
            return fields(fields, scope);
        }
        if (expression instanceof Expression.Items items) {
            return items(items, scope);
        }
        if (expression instanceof Expression.Choice choice) {
            boolean met = truth(choice.condition(), scope);
            return eval(met ? choice.then() : choice.otherwise(), scope);
        }
        if (expression instanceof Expression.Interpolation interpolation) {
            TextBuilder text = new TextBuilder(interpolation.position());
            interpolation.parts().forEach(part -> text.append(Arguments.shown(known(part, scope))));
            return Values.text(interpolation.position(), text.toString());
        }
        if (expression instanceof Expression.For loop) {
            return loop(loop, scope);
        }
        throw Problem.expression(
                expression.position(), "a lambda can only be an argument of a function that takes one");
    }

    private Node known(Expression expression, Scope scope) {
        Node node = eval(expression, scope);
        if (node instanceof UnknownNode unknown) {
            throw new NotKnown(unknown);
        }
        return node;
    }

    boolean truth(Expression expression, Scope scope) {
        Node node = known(expression, scope);
        if (!Values.isBool(node)) {
            String message = "a condition is true or false (found " + Values.kind(node) + ")";
            throw Problem.expression(expression.position(), message);
        }
        return ((ScalarNode) node).text().equalsIgnoreCase("true");
    }

    private Node fields(Expression.Fields fields, Scope scope) {
        Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
        for (Expression.Field field : fields.fields()) {
            if (field instanceof Expression.Property property) {
                shared.part(property.keyPosition(), () -> property(property, scope, entries));
            } else {
                Expression.Spread spread = (Expression.Spread) field;
                Node inner = known(spread.value(), scope);
                if (inner instanceof MapNode map) {
                    map.entries().forEach(entry -> entries.put(entry.key(), entry));
                } else if (!Values.isNull(inner)) {
                    throw wrongSpread(spread, inner, "an object");
                }
            }
        }
        return new MapNode(fields.position(), List.copyOf(entries.values()));
    }

    private Node property(Expression.Property property, Scope scope, Map<String, MapNode.Entry> entries) {
        Node key = known(property.key(), scope);
        if (!(key instanceof ScalarNode name)) {
            String message = "the name of a property is text (found " + Values.kind(key) + ")";
            throw Problem.expression(property.keyPosition(), message);
        }
        Node value = shared.part(property.value().position(), () -> eval(property.value(), scope));
        entries.put(name.text(), new MapNode.Entry(property.keyPosition(), name.text(), value));
        return value;
    }

    private Node items(Expression.Items items, Scope scope) {
        List<Node> all = new ArrayList<>();
        for (Expression.Item item : items.items()) {
            if (item instanceof Expression.Element element) {
                all.add(shared.part(element.value().position(), () -> eval(element.value(), scope)));
            } else {
                Expression.Spread spread = (Expression.Spread) item;
                Node inner = known(spread.value(), scope);
                if (!(inner instanceof ListNode list)) {
                    throw wrongSpread(spread, inner, "an array");
                }
                shared.budget.spend(list.items().size(), spread.position());
                all.addAll(list.items());
            }
        }
        return new ListNode(items.position(), all);
    }

    private static Problem wrongSpread(Expression.Spread spread, Node found, String expected) {
        String message = "'...' takes " + expected + " here (found " + Values.kind(found) + ")";
        return Problem.of(DiagnosticCode.TEMPLATE_EXPRESSION, spread.position(), message);
    }

    private Node loop(Expression.For loop, Scope scope) {
        List<Node> all = new ArrayList<>();
        long index = 0;
        for (Node item : passes(loop.loop(), scope).items()) {
            Scope pass = scope.pass(loop.loop(), index++, item);
            if (loop.filter().isEmpty() || truth(loop.filter().get(), pass)) {
                all.add(shared.part(loop.body().position(), () -> eval(loop.body(), pass)));
            }
        }
        return new ListNode(loop.position(), all);
    }
}
