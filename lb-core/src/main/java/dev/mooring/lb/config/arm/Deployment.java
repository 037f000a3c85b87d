// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A template in use, with the values of its parameters; what it says is computed when it is needed. Confined to one thread. */
final class Deployment {
    final Evaluation shared;
    final Template template;
    final Origin origin;

    private final Scope base;
    private final Parameters parameters;
    private final Memo variables;
    private final Memo outputs;
    private final Map<String, Template.Resource> symbols = new HashMap<>();
    private final IdentityHashMap<Template.Resource, List<Instance>> instances = new IdentityHashMap<>();
    private final IdentityHashMap<Template.Resource, Boolean> expanding = new IdentityHashMap<>();
    private boolean indexing;
    private Optional<Map<String, Instance>> byId = Optional.empty();

    Deployment(Evaluation shared, Template template, Origin origin) {
        this.shared = shared;
        this.template = template;
        this.origin = origin;
        this.base = origin.shares() ? origin.scope().orElseThrow().in(this) : Scope.of(this);
        this.parameters = new Parameters(this);
        this.variables = new Memo(shared);
        this.outputs = new Memo(shared);
        shared.budget.template(template.position());
        for (Template.Resource resource : template.resources()) {
            if (!resource.symbol().isEmpty()) {
                symbols.putIfAbsent(Values.lower(resource.symbol()), resource);
            }
        }
    }

    /** Where expressions of the template stand. */
    Scope base() {
        return base;
    }

    Node parameter(SourcePosition position, String name) {
        return origin.shares() ? around().parameter(position, name) : parameters.get(position, name);
    }

    Node variable(SourcePosition position, String name) {
        if (origin.shares()) {
            return around().variable(position, name);
        }
        Expression found = template.variables().get(Values.lower(name));
        if (found == null) {
            throw missing(position, "variable", name, template.variables().keySet());
        }
        return variables.get(
                Values.lower(name),
                position,
                () -> "the variable " + Wording.quoted(name),
                () -> shared.interpreter.eval(found, base));
    }

    /** How a variable is computed. */
    Optional<Expression> definition(String variable) {
        return origin.shares()
                ? around().definition(variable)
                : Optional.ofNullable(template.variables().get(Values.lower(variable)));
    }

    Optional<Template.Function> function(String lowerName) {
        return origin.shares()
                ? around().function(lowerName)
                : Optional.ofNullable(template.functions().get(lowerName));
    }

    /** The template whose names the expressions of this one see. */
    Deployment namesFrom() {
        return origin.shares() ? around().namesFrom() : this;
    }

    /** The value of an output; empty when there is no such output. */
    Optional<Node> output(SourcePosition position, String name) {
        Expression found = template.outputs().get(Values.lower(name));
        return Optional.ofNullable(found)
                .map(expression -> outputs.get(
                        Values.lower(name),
                        position,
                        () -> "the output " + Wording.quoted(name),
                        () -> shared.interpreter.eval(expression, base)));
    }

    /** The resource of a symbol. */
    Optional<Template.Resource> symbol(String name) {
        return Optional.ofNullable(symbols.get(Values.lower(name)));
    }

    Problem missing(SourcePosition position, String kind, String name, Collection<String> names) {
        return Problem.of(
                DiagnosticCode.TEMPLATE_EXPRESSION,
                position,
                "there is no " + kind + " " + Wording.quoted(name),
                () -> Wording.didYouMean(Values.lower(name), names));
    }

    /** What a resource stands for: one, or as many as its loop makes; whether they are there is not asked. */
    List<Instance> instances(Template.Resource resource) {
        List<Instance> known = instances.get(resource);
        if (known == null) {
            known = expand(resource);
            instances.put(resource, known);
        }
        return known;
    }

    /** The resource of a type and a full name, here or in the templates around this one. */
    Optional<Instance> find(String type, String name) {
        Optional<Instance> here = Optional.empty();
        if (byId.isPresent()) {
            here = Optional.ofNullable(byId.get().get(Values.lower(type + "/" + name)));
        } else if (!indexing) {
            // A name that asks for a resource by its id finds none.
            indexing = true;
            byId = Optional.of(index());
            indexing = false;
            here = Optional.ofNullable(byId.get().get(Values.lower(type + "/" + name)));
        }
        return here.or(() -> origin.scope().flatMap(scope -> scope.deployment.find(type, name)));
    }

    private Map<String, Instance> index() {
        Map<String, Instance> index = new HashMap<>();
        for (Template.Resource resource : template.resources()) {
            shared.about(resource.type(), () -> {
                List<Instance> all = List.of();
                try {
                    all = instances(resource);
                } catch (NotKnown | Problem reportedElsewhere) {
                    rethrowFatal(reportedElsewhere);
                }
                all.forEach(one -> {
                    index.putIfAbsent(Values.lower(resource.type() + "/" + one.fullName()), one);
                    // Where a template says only the name, it means whichever resource has it.
                    index.putIfAbsent("/" + Values.lower(one.fullName()), one);
                });
                return true;
            });
        }
        return index;
    }

    private static void rethrowFatal(RuntimeException problem) {
        if (problem instanceof Problem fatal && fatal.fatal) {
            throw fatal;
        }
    }

    private List<Instance> expand(Template.Resource resource) {
        Optional<Expression.Loop> loop = resource.placement().loop();
        if (loop.isEmpty()) {
            return List.of(new Instance(this, resource, base));
        }
        if (expanding.put(resource, true) != null) {
            String message = "the number of resources of a loop depends on these resources";
            throw Problem.of(DiagnosticCode.TEMPLATE_CYCLE, resource.position(), message);
        }
        List<Instance> all = new ArrayList<>();
        ListNode items;
        try {
            items = shared.interpreter.passes(loop.get(), base);
        } finally {
            expanding.remove(resource);
        }
        for (Node item : items.items()) {
            all.add(new Instance(this, resource, base.resource(loop.get(), all.size(), item)));
        }
        return all;
    }

    private Deployment around() {
        return origin.scope().orElseThrow().deployment;
    }

    /**
     * Where a template comes from.
     *
     * @param name the name of the deployment; empty for the outermost
     * @param scope where the template around it includes it; empty for the outermost
     * @param given the values for its parameters, computed there
     * @param shares whether it sees the names of the template around it instead of its own
     * @param level how many templates are around it
     */
    record Origin(String name, Optional<Scope> scope, Optional<Expression> given, boolean shares, int level) {
        static final Origin OUTERMOST = new Origin("", Optional.empty(), Optional.empty(), false, 0);
    }
}
