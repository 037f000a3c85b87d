// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.UnknownNode;
import dev.mooring.lb.config.source.Wording;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The values of a template's parameters: what the user or the template around it gives, else the default, else unknown. */
final class Parameters {
    private final Deployment deployment;
    private final Memo values;
    private final Memo given;

    Parameters(Deployment deployment) {
        this.deployment = deployment;
        this.values = new Memo(deployment.shared);
        this.given = new Memo(deployment.shared);
    }

    Node get(SourcePosition position, String name) {
        Template.Parameter declared = deployment.template.parameters().get(Values.lower(name));
        if (declared == null) {
            throw deployment.missing(
                    position,
                    "parameter",
                    name,
                    deployment.template.parameters().keySet());
        }
        Supplier<String> what = () -> "the parameter " + Wording.quoted(name);
        return values.get(Values.lower(name), position, what, () -> value(position, declared));
    }

    private Node value(SourcePosition position, Template.Parameter declared) {
        Optional<Node> fromOutside = outside(position, declared);
        if (fromOutside.isPresent()) {
            return checked(fromOutside.get(), declared);
        }
        if (declared.defaultValue().isPresent()) {
            Node value =
                    deployment.shared.interpreter.eval(declared.defaultValue().get(), deployment.base());
            return checked(value, declared);
        }
        return declared.nullable()
                ? Values.nothing(declared.position())
                : deployment.shared.unknown(declared.position(), qualified(declared));
    }

    private Optional<Node> outside(SourcePosition position, Template.Parameter declared) {
        Evaluation shared = deployment.shared;
        Optional<Node> set = shared.set(qualified(declared));
        if (set.isPresent()) {
            return set;
        }
        if (deployment.origin.scope().isEmpty()) {
            return Optional.ofNullable(shared.settings.parameters().get(Values.lower(declared.name())))
                    .filter(value -> !isPlaceholder(value));
        }
        Optional<Node> all = deployment
                .origin
                .given()
                .map(expression -> given.get(
                        "",
                        position,
                        () -> "a parameter of an included template",
                        () -> shared.interpreter.eval(
                                expression, deployment.origin.scope().orElseThrow())));
        if (all.isPresent() && all.get() instanceof UnknownNode unknown) {
            return Optional.of(unknown);
        }
        return all.flatMap(node ->
                node instanceof MapNode map ? shared.budget.find(map, declared.name(), position) : Optional.empty());
    }

    private String qualified(Template.Parameter declared) {
        String name = deployment.origin.name();
        return name.isEmpty() ? declared.name() : name + "." + declared.name();
    }

    /** What the makers of public templates write where their tests fill in a value. */
    private static boolean isPlaceholder(Node value) {
        return value instanceof ScalarNode scalar
                && (scalar.text().startsWith("GEN-") || scalar.text().startsWith("GET-"));
    }

    private Node checked(Node value, Template.Parameter declared) {
        if (value instanceof UnknownNode || (declared.nullable() && Values.isNull(value))) {
            return value;
        }
        Node fitting = fitting(value, Values.lower(declared.type()));
        boolean allowed = declared.allowed().isEmpty()
                || !(fitting instanceof ScalarNode scalar)
                || declared.allowed().stream()
                        .anyMatch(one ->
                                one instanceof ScalarNode other && other.text().equalsIgnoreCase(scalar.text()));
        if (!allowed) {
            List<String> names = declared.allowed().stream()
                    .map(one -> one instanceof ScalarNode scalar ? Wording.quoted(scalar.text()) : one.kind())
                    .limit(20)
                    .toList();
            throw unfit(value, declared, "another value", Wording.oneOf(names));
        }
        boolean fits =
                switch (Values.lower(declared.type())) {
                    case "string", "securestring" -> Values.isText(fitting);
                    case "int" -> Values.isNumber(fitting);
                    case "bool" -> Values.isBool(fitting);
                    case "array" -> fitting instanceof ListNode;
                    case "object", "secureobject" -> fitting instanceof MapNode;
                    default -> true;
                };
        if (!fits) {
            throw unfit(value, declared, Values.kind(value), declared.type());
        }
        return fitting;
    }

    private static Node fitting(Node value, String type) {
        if (!(value instanceof ScalarNode scalar)) {
            return value;
        }
        return switch (type) {
            case "string", "securestring" ->
                Values.isNull(value) ? value : Values.text(value.position(), scalar.text());
            case "int" ->
                Values.asInteger(scalar.text()).isPresent()
                        ? new ScalarNode(value.position(), scalar.text(), false)
                        : value;
            case "bool" ->
                Values.asBool(scalar.text())
                        .<Node>map(bool -> Values.bool(value.position(), bool))
                        .orElse(value);
            default -> value;
        };
    }

    private static Problem unfit(Node value, Template.Parameter declared, String found, String expected) {
        String message = "the parameter " + Wording.quoted(declared.name()) + " does not take this value (found "
                + found + ", expected " + expected + ")";
        return Problem.of(DiagnosticCode.TEMPLATE_PARAMETER, value.position(), message);
    }
}
