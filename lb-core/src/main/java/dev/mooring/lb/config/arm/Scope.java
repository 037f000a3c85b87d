// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Node;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What names mean where an expression stands: those of its template, and those of the loops and lambdas around it. Immutable. */
final class Scope {
    private static final String COPY_INDEX = "copyIndex:";

    final Deployment deployment;
    /** Whether this is the body of a user's function, where parameters are those of the function. */
    final boolean function;

    private final @Nullable Scope outer;
    private final String name;
    private final @Nullable Node value;

    private Scope(Deployment deployment, boolean function, @Nullable Scope outer, String name, @Nullable Node value) {
        this.deployment = deployment;
        this.function = function;
        this.outer = outer;
        this.name = name;
        this.value = value;
    }

    /** Where nothing but the template is around. */
    static Scope of(Deployment deployment) {
        return new Scope(deployment, false, null, "", null);
    }

    /** The body of a user's function of the template. */
    static Scope ofFunction(Deployment deployment) {
        return new Scope(deployment, true, null, "", null);
    }

    /** The same loops and lambdas in another template. */
    Scope in(Deployment other) {
        return new Scope(other, function, outer, name, value);
    }

    /** With one name more; a name that is empty cannot be asked for. */
    Scope with(String local, Node node) {
        return local.isEmpty() ? this : new Scope(deployment, function, this, Values.lower(local), node);
    }

    /** One pass of a loop that makes values. A resource's loop around it stays the one without a name. */
    Scope pass(Expression.Loop loop, long index, Node item) {
        Node number = Values.number(loop.position(), index);
        Scope named = with(COPY_INDEX + loop.name(), number)
                .with(loop.index(), number)
                .with(loop.item(), item);
        return local(COPY_INDEX).isPresent() ? named : named.with(COPY_INDEX, number);
    }

    /** One pass of a loop that makes resources. */
    Scope resource(Expression.Loop loop, long index, Node item) {
        return pass(loop, index, item).with(COPY_INDEX, Values.number(loop.position(), index));
    }

    /** The value of a name. */
    Optional<Node> local(String local) {
        String wanted = Values.lower(local);
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.name.equals(wanted) && scope.value != null) {
                return Optional.of(scope.value);
            }
        }
        return Optional.empty();
    }

    /** The index of the loop of a name, or of the innermost one if the name is empty. */
    Optional<Node> copyIndex(String loop) {
        return local(COPY_INDEX + loop);
    }
}
