// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.List;
import java.util.function.LongBinaryOperator;

/** Functions about whole numbers. */
final class NumberFunctions {
    static final List<Builtin> ALL = List.of(
            new Builtin("add", 2, 2, a -> a.made(Math.addExact(a.integer(0), a.integer(1)))),
            new Builtin("sub", 2, 2, a -> a.made(Math.subtractExact(a.integer(0), a.integer(1)))),
            new Builtin("mul", 2, 2, a -> a.made(Math.multiplyExact(a.integer(0), a.integer(1)))),
            new Builtin("div", 2, 2, a -> a.made(a.integer(0) / divisor(a))),
            new Builtin("mod", 2, 2, a -> a.made(a.integer(0) % divisor(a))),
            new Builtin("int", 1, 1, NumberFunctions::integer),
            new Builtin("float", 1, 1, NumberFunctions::decimal),
            new Builtin("min", 1, Builtin.MANY, a -> fold(a, Math::min)),
            new Builtin("max", 1, Builtin.MANY, a -> fold(a, Math::max)));

    private NumberFunctions() {}

    private static long divisor(Arguments a) {
        if (a.integer(1) == 0) {
            throw a.fails("nothing can be divided by 0");
        }
        return a.integer(1);
    }

    private static Node integer(Arguments a) {
        String text = scalar(a).strip();
        return a.made(Values.asInteger(text.startsWith("+") ? text.substring(1) : text)
                .orElseThrow(() -> a.wrong(0, "a whole number")));
    }

    private static Node decimal(Arguments a) {
        String text = scalar(a).strip();
        double number = Double.parseDouble(text);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw a.wrong(0, "a number");
        }
        return Values.asInteger(text).isPresent()
                ? a.made(Long.parseLong(text))
                : new ScalarNode(a.position(), Double.toString(number), false);
    }

    private static String scalar(Arguments a) {
        if (!(a.known(0) instanceof ScalarNode scalar)) {
            throw a.wrong(0, "text or a number");
        }
        return scalar.text();
    }

    private static Node fold(Arguments a, LongBinaryOperator choose) {
        boolean oneList = a.count() == 1 && a.known(0) instanceof ListNode;
        int count = oneList ? a.list(0).items().size() : a.count();
        if (count == 0) {
            throw a.fails("needs at least one number");
        }
        long result = number(a, oneList, 0);
        for (int i = 1; i < count; i++) {
            result = choose.applyAsLong(result, number(a, oneList, i));
        }
        return a.made(result);
    }

    private static long number(Arguments a, boolean oneList, int index) {
        if (!oneList) {
            return a.integer(index);
        }
        Node item = a.list(0).items().get(index);
        if (item instanceof UnknownNode unknown) {
            throw new NotKnown(unknown);
        }
        return Arguments.integer(item).orElseThrow(() -> a.wrong(0, "an array of whole numbers"));
    }
}
