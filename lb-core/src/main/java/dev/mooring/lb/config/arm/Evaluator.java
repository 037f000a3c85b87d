// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a template into resources, evaluating only what they need. Whatever the template, the answer comes soon. */
public final class Evaluator {
    private final Evaluation shared;
    private final Map<String, UnknownValue> unknowns = new LinkedHashMap<>();

    private Evaluator(Evaluation shared) {
        this.shared = shared;
    }

    /**
     * The resources of a template. What is wrong becomes a diagnostic, and the value that it should have given is unknown.
     *
     * @param template the template
     * @param settings what the user says about it
     * @param language reads the templates that it includes
     * @param diagnostics where problems go
     */
    public static AzureResources evaluate(
            Template template, TemplateSettings settings, TemplateLanguage language, Diagnostics diagnostics) {
        try {
            Evaluation shared = new Evaluation(settings, language, diagnostics);
            return new Evaluator(shared).all(new Deployment(shared, template, Deployment.Origin.OUTERMOST));
        } catch (Problem fatal) {
            diagnostics.add(fatal.code, fatal.position, fatal.message, fatal.hint());
            return new AzureResources(List.of(), List.of());
        }
    }

    private AzureResources all(Deployment outermost) {
        List<Instance> instances = new ArrayList<>();
        collect(outermost, instances);
        // What is wrong with a value that a gateway shares with something else is then said as a problem of the
        // gateway.
        instances.stream()
                .filter(one -> ResourceTypes.matters(one.declared.type()))
                .forEach(this::bodyOf);
        List<AzureResource> resources = new ArrayList<>();
        long size = 0;
        for (Instance one : instances) {
            MapNode body = bodyOf(one);
            size += shared.budget.size(body, body.position());
            if (size > Budget.MAX_NODES) {
                throw Problem.fatal(
                        body.position(), "all resources together have more than " + Budget.MAX_NODES + " values");
            }
            resources.add(new AzureResource(
                    one.declared.type(), one.declared.apiVersion(), one.fullName(), body, one.declared.position()));
            if (ResourceTypes.isGateway(one.declared.type())) {
                unknowns(body);
            }
        }
        outermost.template.parameters().keySet().forEach(shared::uses);
        return new AzureResources(resources, List.copyOf(unknowns.values()), shared.used());
    }

    private MapNode bodyOf(Instance instance) {
        return shared.about(instance.declared.type(), instance::body);
    }

    private void collect(Deployment deployment, List<Instance> into) {
        for (Template.Resource resource : deployment.template.resources()) {
            if (resource.placement().existing()) {
                continue;
            }
            List<Instance> present = new ArrayList<>();
            shared.about(
                    resource.type(),
                    () -> shared.part(resource.position(), () -> {
                        deployment.instances(resource).stream()
                                .filter(Instance::isThere)
                                .forEach(present::add);
                        return Values.nothing(resource.position());
                    }));
            for (Instance one : present) {
                if (resource.module().isEmpty()) {
                    into.add(one);
                } else {
                    Optional<Deployment> module = one.module();
                    module.ifPresent(inner -> collect(inner, into));
                }
            }
        }
    }

    private void unknowns(Node node) {
        if (node instanceof MapNode map) {
            map.entries().forEach(entry -> unknowns(entry.value()));
        } else if (node instanceof ListNode list) {
            list.items().forEach(this::unknowns);
        } else if (node instanceof UnknownNode unknown && !unknown.expression().isEmpty()) {
            UnknownValue value = new UnknownValue(unknown.expression(), unknown.position(), unknown.hint());
            if (unknowns.putIfAbsent(unknown.expression(), value) == null) {
                String message = "the value of " + Wording.quoted(unknown.expression()) + " is not known here";
                shared.add(DiagnosticCode.UNKNOWN_VALUE, unknown.position(), message, unknown::hint);
            }
        }
    }
}
