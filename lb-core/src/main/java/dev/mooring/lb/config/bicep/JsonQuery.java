// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of the JSON path language that names one value: {@code $.a.b[0]['c']}. */
final class JsonQuery {
    private static final Pattern STEP =
            Pattern.compile("\\.?([A-Za-z_$][A-Za-z0-9_$-]*)|\\[([0-9]{1,9})]|\\['([^']*)']|\\[\"([^\"]*)\"]");
    private static final int MAX_STEPS = 50;

    private JsonQuery() {}

    /** The expression of the part of the value that the query names; empty when the query is not one of these. */
    static Optional<Expression> apply(SourcePosition position, Node value, Expression query) {
        Optional<String> path = FileContents.text(query);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String steps = path.get().startsWith("$") ? path.get().substring(1) : path.get();
        Expression found = new Expression.Literal(value);
        Matcher step = STEP.matcher(steps);
        int end = 0;
        for (int count = 0; end < steps.length(); count++) {
            if (count >= MAX_STEPS || !step.find(end) || step.start() != end) {
                return Optional.empty();
            }
            found = new Expression.Index(position, found, key(position, step), false);
            end = step.end();
        }
        return Optional.of(found);
    }

    private static Expression key(SourcePosition position, Matcher step) {
        if (step.group(2) != null) {
            return Lowered.scalar(position, step.group(2));
        }
        String name = step.group(1) != null ? step.group(1) : step.group(3) != null ? step.group(3) : step.group(4);
        return Lowered.text(position, name);
    }
}
