// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** What all templates of one evaluation share. Confined to one thread. */
final class Evaluation {
    final TemplateSettings settings;
    final Budget budget = new Budget();
    final Interpreter interpreter = new Interpreter(this);
    final LinkedTemplates linked;

    private final Diagnostics diagnostics;
    private final Set<String> reported = new HashSet<>();
    private boolean needed = true;

    Evaluation(TemplateSettings settings, TemplateLanguage language, Diagnostics diagnostics) {
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.linked = new LinkedTemplates(settings.files(), language, diagnostics);
    }

    /** Reports a problem, once; if nothing that matters needs the value, as a warning. */
    void report(Problem problem) {
        if (problem.fatal) {
            throw problem;
        }
        add(needed ? problem.code : DiagnosticCode.TEMPLATE_ELSEWHERE, problem.position, problem.message, problem.hint);
    }

    /** Notes a diagnostic, once. */
    void add(DiagnosticCode code, SourcePosition position, String message, String hint) {
        if (reported.add(code + " " + position + " " + message)) {
            diagnostics.add(code, position, message, hint);
        }
    }

    /** Does something for a resource; problems on the way are warnings when a gateway has no use for resources of its type. */
    <T> T about(String type, Supplier<T> work) {
        boolean before = needed;
        needed = before && ResourceTypes.matters(type);
        try {
            return work.get();
        } finally {
            needed = before;
        }
    }

    /** Computes a part of something larger, which can be used without it: a part that fails is reported, and unknown. */
    Node part(SourcePosition position, Supplier<Node> compute) {
        try {
            return compute.get();
        } catch (NotKnown notKnown) {
            return notKnown.node;
        } catch (Problem problem) {
            report(problem);
            return Values.failed(position);
        }
    }

    /** A value that nobody knows but the user, if they gave it. */
    Node unknown(SourcePosition position, String name) {
        Node given = settings.values().get(TemplateSettings.key(name));
        if (given != null) {
            return given;
        }
        String quoted = name.matches("[\\w.]+") ? name + "=VALUE" : "'" + name + "=VALUE'";
        return new UnknownNode(position, name, "give it with --set " + quoted);
    }
}
