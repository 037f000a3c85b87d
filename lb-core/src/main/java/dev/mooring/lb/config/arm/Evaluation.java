// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What all templates of one evaluation share. Confined to one thread. */
final class Evaluation {
    private static final Pattern PLAIN = Pattern.compile("[\\w.-]+");

    final TemplateSettings settings;
    final Budget budget = new Budget();
    final Interpreter interpreter = new Interpreter(this);
    final LinkedTemplates linked;

    private final Diagnostics diagnostics;
    private final Set<String> reported = new HashSet<>();
    private final Set<String> used = new HashSet<>();
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
        DiagnosticCode code = needed ? problem.code : DiagnosticCode.TEMPLATE_ELSEWHERE;
        add(code, problem.position, problem.message, problem::hint);
    }

    /** Notes a diagnostic, once. */
    void add(DiagnosticCode code, SourcePosition position, String message, Supplier<String> hint) {
        if (!diagnostics.isFull() && reported.add(code + " " + position + " " + message)) {
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

    /** What the user has set under a name. */
    Optional<Node> set(String name) {
        if (settings.values().isEmpty()) {
            return Optional.empty();
        }
        String key = TemplateSettings.key(name);
        used.add(key);
        return Optional.ofNullable(settings.values().get(key));
    }

    /** A setting means something to this template. */
    void uses(String name) {
        used.add(Values.lower(name));
    }

    /** What means something to the template, and may be set. */
    Set<String> used() {
        return used;
    }

    /** A value that nobody knows but the user, if they gave it. */
    Node unknown(SourcePosition position, String name) {
        Optional<Node> given = set(name);
        if (given.isPresent()) {
            return given.get();
        }
        String quoted = PLAIN.matcher(name).matches() ? name + "=VALUE" : "'" + name + "=VALUE'";
        return new UnknownNode(position, name, "give it with --set " + quoted);
    }
}
