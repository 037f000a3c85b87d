// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Some functions of ARM are not functions but the way to write a name; this says what they mean. */
final class ArmCalls {
    private ArmCalls() {}

    static Expression lower(SourcePosition position, String name, List<Expression> arguments) {
        Optional<String> only = arguments.size() == 1 ? text(arguments.get(0)) : Optional.empty();
        return switch (Values.lower(name)) {
            case "parameters" ->
                only.<Expression>map(text -> new Expression.Parameter(position, text))
                        .orElseGet(() -> new Expression.Call(position, name, arguments));
            case "variables" ->
                only.<Expression>map(text -> new Expression.Variable(position, text))
                        .orElseGet(() -> new Expression.Call(position, name, arguments));
            case "lambdavariables" ->
                only.<Expression>map(text -> new Expression.Local(position, text))
                        .orElseGet(() -> new Expression.Call(position, name, arguments));
            case "lambda" -> lambda(position, arguments);
            default -> new Expression.Call(position, name, arguments);
        };
    }

    private static Expression lambda(SourcePosition position, List<Expression> arguments) {
        int last = arguments.size() - 1;
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            text(arguments.get(i)).ifPresent(parameters::add);
        }
        if (last < 0 || parameters.size() < last) {
            throw Problem.expression(position, "lambda takes the names of its parameters and what it computes");
        }
        return new Expression.Lambda(position, parameters, arguments.get(last));
    }

    private static Optional<String> text(Expression expression) {
        return expression instanceof Expression.Literal literal
                        && literal.value() instanceof ScalarNode scalar
                        && scalar.quoted()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }
}
