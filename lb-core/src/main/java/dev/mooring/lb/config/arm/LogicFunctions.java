// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.List;
import java.util.function.IntPredicate;

/** Functions that decide, and those that reach for names. */
final class LogicFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("if", 3, 3, a -> a.value(a.truth(0) ? 1 : 2)),
            new Builtin("and", 1, Builtin.MANY, a -> all(a, true)),
            new Builtin("or", 1, Builtin.MANY, a -> all(a, false)),
            new Builtin("not", 1, 1, a -> a.made(!a.truth(0))),
            new Builtin("true", 0, 0, a -> a.made(true)),
            new Builtin("false", 0, 0, a -> a.made(false)),
            new Builtin("bool", 1, 1, LogicFunctions::bool),
            new Builtin("coalesce", 1, Builtin.MANY, LogicFunctions::coalesce),
            new Builtin("equals", 2, 2, a -> a.made(Equality.same(a, a.known(0), a.known(1)))),
            new Builtin("less", 2, 2, a -> ordered(a, order -> order < 0)),
            new Builtin("lessOrEquals", 2, 2, a -> ordered(a, order -> order <= 0)),
            new Builtin("greater", 2, 2, a -> ordered(a, order -> order > 0)),
            new Builtin("greaterOrEquals", 2, 2, a -> ordered(a, order -> order >= 0)),
            new Builtin("any", 1, 1, a -> a.value(0)),
            new Builtin("fail", 1, 1, LogicFunctions::fail),
            new Builtin("parameters", 1, 1, a -> a.scope.deployment.parameter(a.position(), a.text(0))),
            new Builtin("variables", 1, 1, a -> a.scope.deployment.variable(a.position(), a.text(0))),
            new Builtin("copyIndex", 0, 2, LogicFunctions::copyIndex));

    private LogicFunctions() {}

    /** Goes on as long as the answer is this one; one that is known decides, whatever is unknown beside it. */
    private static Node all(Arguments a, boolean goOn) {
        UnknownNode missing = Values.failed(a.position());
        boolean open = false;
        for (int i = 0; i < a.count(); i++) {
            if (a.value(i) instanceof UnknownNode unknown) {
                missing = open ? missing : unknown;
                open = true;
            } else if (a.truth(i) != goOn) {
                return a.made(!goOn);
            }
        }
        return open ? missing : a.made(goOn);
    }

    private static Node bool(Arguments a) {
        if (!(a.known(0) instanceof ScalarNode scalar)) {
            throw a.wrong(0, "text or a number");
        }
        return switch (Values.lower(scalar.text())) {
            case "true", "1" -> a.made(true);
            case "false", "0" -> a.made(false);
            default -> throw a.wrong(0, "true, false, 1 or 0");
        };
    }

    private static Node coalesce(Arguments a) {
        for (int i = 0; i < a.count(); i++) {
            if (!Values.isNull(a.value(i))) {
                return a.value(i);
            }
        }
        return Values.nothing(a.position());
    }

    private static Node ordered(Arguments a, IntPredicate wanted) {
        boolean texts = Values.isText(a.known(0)) && Values.isText(a.known(1));
        int order = texts ? a.text(0).compareTo(a.text(1)) : Long.compare(a.integer(0), a.integer(1));
        return a.made(wanted.test(order));
    }

    private static Node fail(Arguments a) {
        throw a.fails(dev.mooring.lb.config.source.Wording.quoted(a.text(0)));
    }

    private static Node copyIndex(Arguments a) {
        boolean named = a.has(0) && Values.isText(a.known(0));
        String loop = named ? a.text(0) : "";
        Node index = a.scope
                .copyIndex(loop)
                .orElseThrow(() -> a.fails(named ? "there is no loop of that name here" : "there is no loop here"));
        int offset = named ? 1 : 0;
        return a.has(offset) ? a.made(Math.addExact(Arguments.integer(index).orElse(0), a.integer(offset))) : index;
    }
}
