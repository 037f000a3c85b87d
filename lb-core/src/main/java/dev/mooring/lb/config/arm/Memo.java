// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Values that are computed when they are first needed. One that needs itself is a problem, not an endless loop. */
final class Memo {
    private final Evaluation shared;
    private final Map<String, Node> values = new HashMap<>();
    private final Map<String, Problem> failures = new HashMap<>();
    private final Set<String> busy = new HashSet<>();

    Memo(Evaluation shared) {
        this.shared = shared;
    }

    /**
     * A value; unknown when it cannot be computed, which is reported.
     *
     * @param key which one
     * @param position where it is needed
     * @param what what a message calls it, if there is one
     * @param compute computes it
     */
    Node get(String key, SourcePosition position, Supplier<String> what, Supplier<Node> compute) {
        Node known = values.get(key);
        if (known != null) {
            Problem failure = failures.get(key);
            if (failure != null) {
                // It may have been reported as something that nobody needs.
                shared.report(failure);
            }
            return known;
        }
        if (!busy.add(key)) {
            throw Problem.of(DiagnosticCode.TEMPLATE_CYCLE, position, what.get() + " needs its own value");
        }
        try {
            Node value = compute(key, position, compute);
            values.put(key, value);
            return value;
        } finally {
            busy.remove(key);
        }
    }

    private Node compute(String key, SourcePosition position, Supplier<Node> compute) {
        try {
            return compute.get();
        } catch (NotKnown notKnown) {
            return notKnown.node;
        } catch (Problem problem) {
            shared.report(problem);
            failures.put(key, problem);
            return Values.failed(position);
        }
    }
}
