// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.List;

/** The small expressions that lowering makes. */
final class Lowered {
    private Lowered() {}

    static Expression call(SourcePosition position, String function, Expression... arguments) {
        return new Expression.Call(position, function, List.of(arguments));
    }

    static Expression text(SourcePosition position, String text) {
        return new Expression.Literal(new ScalarNode(position, text, true));
    }

    /** A number, a truth value or {@code null}. */
    static Expression scalar(SourcePosition position, String text) {
        return new Expression.Literal(new ScalarNode(position, text, false));
    }

    /** The value of what is wrong, which is reported. */
    static Expression broken(SourcePosition position) {
        return new Expression.Literal(new UnknownNode(position, "", ""));
    }
}
