// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.List;
import java.util.Optional;

/** One resource or module, of a loop or alone; what it says is computed when it is needed. Confined to one thread. */
final class Instance {
    final Template.Resource declared;

    private final Deployment home;
    private final Scope scope;
    private final Memo parts;
    private Optional<Deployment> module = Optional.empty();
    private boolean moduleAsked;

    Instance(Deployment home, Template.Resource declared, Scope scope) {
        this.home = home;
        this.declared = declared;
        this.scope = scope;
        this.parts = new Memo(home.shared);
    }

    /** The name as it is written, without that of a parent. */
    Node name() {
        return parts.get("name", declared.position(), () -> "the name of a resource", () -> eval(declared.name()));
    }

    /** The name with those of its parents; what is unknown in it stands in braces. */
    String fullName() {
        Optional<Expression> parent = declared.placement().parent();
        String own = text(name());
        if (parent.isEmpty()) {
            return own;
        }
        Node around = parts.get("parent", declared.position(), () -> "the parent of a resource", () -> {
            Instance instance = home.shared.interpreter.instance(parent.get(), scope);
            return Values.text(declared.position(), instance.fullName());
        });
        return text(around) + "/" + own;
    }

    String id() {
        return ResourceIds.of(declared.type(), fullName());
    }

    /** How a message and a user call it: {@code publicIPAddresses/web}. */
    String shortName() {
        String type = declared.type();
        return type.substring(type.lastIndexOf('/') + 1) + "/" + fullName();
    }

    /** The whole of it. */
    MapNode body() {
        Node body = parts.get("body", declared.position(), () -> "a resource", () -> eval(declared.body()));
        return body instanceof MapNode map ? map : new MapNode(declared.position(), List.of());
    }

    /** Whether its condition is not false: what depends on something unknown is more useful there than not. */
    boolean isThere() {
        Optional<Expression> condition = declared.placement().condition();
        if (condition.isEmpty()) {
            return true;
        }
        Node met = parts.get(
                "condition", declared.position(), () -> "the condition of a resource", () -> eval(condition.get()));
        return !(met instanceof ScalarNode scalar && scalar.text().equalsIgnoreCase("false"));
    }

    /** The template that it includes; empty when it includes none, or one that cannot be read here. */
    Optional<Deployment> module() {
        if (moduleAsked || declared.module().isEmpty()) {
            return module;
        }
        // A module whose path depends on the module has none.
        moduleAsked = true;
        Template.Module included = declared.module().get();
        home.shared.part(declared.position(), () -> {
            int level = home.origin.level() + 1;
            if (level > Budget.MAX_LEVEL) {
                String message = "templates include each other more than " + Budget.MAX_LEVEL + " levels deep";
                throw Problem.limit(declared.position(), message);
            }
            Deployment.Origin origin = new Deployment.Origin(
                    fullName(), Optional.of(scope), included.parameters(), included.sharesScope(), level);
            Optional<Template> found = template(included.source());
            if (found.isPresent() && !included.sharesScope()) {
                included.parameters().ifPresent(new GivenNames(found.get(), home.shared)::check);
            }
            module = found.map(template -> new Deployment(home.shared, template, origin));
            return Values.nothing(declared.position());
        });
        return module;
    }

    private Optional<Template> template(Template.Source source) {
        if (source instanceof Template.Inline inline) {
            return Optional.of(inline.template());
        }
        Template.Linked link = (Template.Linked) source;
        Node path = eval(link.path());
        Optional<Template> found = path instanceof ScalarNode scalar
                ? home.shared.linked.find(link.position(), scalar.text())
                : notFound(path, link.position());
        found.map(template -> template.position().file()).ifPresent(file -> checkCycle(file, link.position()));
        return found;
    }

    private Optional<Template> notFound(Node path, SourcePosition position) {
        String message = "which template is included is not known";
        String hint = path instanceof UnknownNode unknown ? unknown.hint() : "";
        home.shared.add(DiagnosticCode.LINKED_TEMPLATE, position, message, () -> hint);
        return Optional.empty();
    }

    private void checkCycle(String file, SourcePosition position) {
        for (Optional<Deployment> at = Optional.of(home);
                at.isPresent();
                at = at.get().origin.scope().map(around -> around.deployment)) {
            if (at.get().template.position().file().equals(file)) {
                String message = "the included template includes itself";
                throw Problem.of(DiagnosticCode.TEMPLATE_CYCLE, position, message);
            }
        }
    }

    private Node eval(Expression expression) {
        return home.shared.interpreter.eval(expression, scope);
    }

    private static String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.text();
        }
        return node instanceof UnknownNode unknown && !unknown.expression().isEmpty()
                ? "{" + unknown.expression() + "}"
                : "{unknown}";
    }
}
