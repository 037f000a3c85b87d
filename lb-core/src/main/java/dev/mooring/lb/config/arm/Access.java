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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Computes {@code a.b[c].d} from its beginning to its end, however long it is. Confined to one thread. */
final class Access {
    private static final int MAX_HOPS = 100;

    private final Evaluation shared;
    private final Interpreter interpreter;

    Access(Evaluation shared, Interpreter interpreter) {
        this.shared = shared;
        this.interpreter = interpreter;
    }

    /** The value at the end of the way. */
    Node value(Expression expression, Scope scope) {
        Chain chain = chain(expression, scope);
        Optional<CloudValue> cloud = cloud(chain);
        if (cloud.isPresent()) {
            CloudValue at = cloud.get();
            for (Step step : chain.steps) {
                at = at.step(key(step));
            }
            return at.value();
        }
        Node value = interpreter.eval(chain.root, chain.scope);
        boolean safe = false;
        for (Step step : chain.steps) {
            safe |= step.safe;
            value = value instanceof UnknownNode unknown ? inUnknown(unknown, step) : step(value, step, safe);
        }
        return value;
    }

    /** The resource that a symbol, or an index into its loop, stands for. */
    Instance instance(Expression expression, Scope scope) {
        Chain chain = chain(expression, scope);
        if (!(chain.root instanceof Expression.Symbol symbol)) {
            throw Problem.expression(expression.position(), "only a resource can stand here");
        }
        List<Instance> all = instances(symbol, chain.scope);
        Step first = chain.steps.peekFirst();
        if (first == null || first.index.isEmpty()) {
            return pick(all, 0, expression.position());
        }
        return pick(all, Arguments.integer(key(first)).orElse(-1), first.position);
    }

    private Optional<CloudValue> cloud(Chain chain) {
        if (chain.root instanceof Expression.Symbol symbol) {
            List<Instance> all = instances(symbol, chain.scope);
            boolean loop = symbolOf(symbol, chain.scope).placement().loop().isPresent();
            if (!loop) {
                return Optional.of(CloudValue.symbol(shared, symbol.position(), pick(all, 0, symbol.position())));
            }
            Step first = chain.steps.peekFirst();
            if (first != null && first.index.isPresent()) {
                chain.steps.removeFirst();
                long index = Arguments.integer(key(first)).orElse(-1);
                return Optional.of(CloudValue.symbol(shared, symbol.position(), pick(all, index, first.position)));
            }
            if (first != null) {
                String message = "the resources of a loop are an array (found " + Wording.quoted(first.name)
                        + ", expected an index such as [0])";
                throw Problem.expression(first.position, message);
            }
            List<Node> bodies = new ArrayList<>();
            all.forEach(one ->
                    bodies.add(CloudValue.symbol(shared, symbol.position(), one).value()));
            return Optional.of(CloudValue.plain(shared, new ListNode(symbol.position(), bodies)));
        }
        return chain.root instanceof Expression.Call call
                ? CloudCalls.value(new Arguments(shared, call, chain.scope))
                : Optional.empty();
    }

    private Template.Resource symbolOf(Expression.Symbol symbol, Scope scope) {
        Deployment names = scope.deployment.namesFrom();
        return scope.deployment
                .symbol(symbol.name())
                .or(() -> names.symbol(symbol.name()))
                .orElseThrow(() -> names.missing(symbol.position(), "resource", symbol.name(), List.of()));
    }

    private List<Instance> instances(Expression.Symbol symbol, Scope scope) {
        Template.Resource resource = symbolOf(symbol, scope);
        Deployment home =
                scope.deployment.symbol(symbol.name()).isPresent() ? scope.deployment : scope.deployment.namesFrom();
        return home.instances(resource);
    }

    private static Instance pick(List<Instance> all, long index, SourcePosition position) {
        if (index < 0 || index >= all.size()) {
            throw Problem.expression(position, outside(index, all.size()));
        }
        return all.get((int) index);
    }

    private static String outside(long index, int size) {
        return "there is no item " + index + " (found an array of " + size + ", counted from 0)";
    }

    /** The name or the number of a step. */
    private Node key(Step step) {
        Node key = step.index
                .map(index -> interpreter.eval(index, step.scope))
                .orElseGet(() -> Values.text(step.position, step.name));
        if (key instanceof UnknownNode unknown) {
            throw new NotKnown(unknown);
        }
        return key;
    }

    private Node inUnknown(UnknownNode unknown, Step step) {
        return unknown.expression().isEmpty()
                ? unknown
                : shared.unknown(unknown.position(), CloudValue.longer(unknown.expression(), key(step)));
    }

    private Node step(Node value, Step step, boolean safe) {
        if (Values.isNull(value) && safe) {
            return value;
        }
        Node key = key(step);
        Optional<Node> found = Optional.empty();
        if (value instanceof MapNode map && key instanceof ScalarNode name) {
            found = shared.budget.find(map, name.text(), step.position);
        } else if (value instanceof ListNode list && Values.isNumber(key)) {
            long index = Arguments.integer(key).orElse(-1);
            found = index >= 0 && index < list.items().size()
                    ? Optional.of(list.items().get((int) index))
                    : Optional.empty();
        } else {
            String message = Values.kind(value) + " has no " + what(key);
            throw Problem.expression(step.position, message);
        }
        if (found.isEmpty() && !step.safe) {
            throw missing(value, key, step.position);
        }
        return found.orElseGet(() -> Values.nothing(step.position));
    }

    private static Problem missing(Node value, Node key, SourcePosition position) {
        if (value instanceof ListNode list) {
            long index = Arguments.integer(key).orElse(-1);
            return Problem.expression(position, outside(index, list.items().size()));
        }
        return Problem.of(DiagnosticCode.TEMPLATE_EXPRESSION, position, "the object has no " + what(key), () -> {
            List<String> names =
                    ((MapNode) value).entries().stream().map(MapNode.Entry::key).toList();
            return Wording.didYouMean(((ScalarNode) key).text(), names);
        });
    }

    private static String what(Node key) {
        String text = key instanceof ScalarNode scalar ? scalar.text() : key.kind();
        return Values.isNumber(key) ? "item " + text : "property " + Wording.quoted(text);
    }

    private static Chain chain(Expression expression, Scope scope) {
        Chain chain = new Chain(new ArrayDeque<>(), expression, scope);
        for (int hops = 0; hops < MAX_HOPS; hops++) {
            chain.unwind();
            Optional<Expression> definition = chain.root instanceof Expression.Variable variable
                    ? chain.scope.deployment.definition(variable.name())
                    : Optional.empty();
            if (definition.isEmpty() || !isAccess(definition.get())) {
                return chain;
            }
            // What a variable says about a resource may be more than its value: what lies inside can be asked for.
            chain.root = definition.get();
            chain.scope = chain.scope.deployment.namesFrom().base();
        }
        throw Problem.of(DiagnosticCode.TEMPLATE_CYCLE, expression.position(), "variables need each other's values");
    }

    private static boolean isAccess(Expression expression) {
        return expression instanceof Expression.Member
                || expression instanceof Expression.Index
                || expression instanceof Expression.Symbol;
    }

    /** One step of the way, and where its index is computed. */
    private record Step(SourcePosition position, String name, Optional<Expression> index, boolean safe, Scope scope) {}

    /** The way, taken apart. */
    private static final class Chain {
        private final Deque<Step> steps;
        private Expression root;
        private Scope scope;

        Chain(Deque<Step> steps, Expression root, Scope scope) {
            this.steps = steps;
            this.root = root;
            this.scope = scope;
        }

        void unwind() {
            while (true) {
                if (root instanceof Expression.Member member) {
                    steps.addFirst(new Step(member.position(), member.name(), Optional.empty(), member.safe(), scope));
                    root = member.target();
                } else if (root instanceof Expression.Index index) {
                    steps.addFirst(new Step(index.position(), "", Optional.of(index.index()), index.safe(), scope));
                    root = index.target();
                } else {
                    return;
                }
            }
        }
    }
}
