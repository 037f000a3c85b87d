// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.UnknownNode;
import java.util.Optional;
import java.util.Set;

/** Calls that ask the cloud. */
final class CloudCalls {
    private static final Set<String> LIKE_REFERENCE = Set.of("reference", "resourceinfo");
    private static final Set<String> ONLY_THERE = Set.of(
            "getsecret",
            "references",
            "providers",
            "externalinput",
            "tologicalzone",
            "tologicalzones",
            "tophysicalzone",
            "tophysicalzones");

    private CloudCalls() {}

    /** What is asked; empty when the call asks nothing of the cloud. */
    static Optional<CloudValue> value(Arguments arguments) {
        String full = Values.lower(arguments.call.function());
        String name = full.startsWith("az.") ? full.substring(3) : full;
        if (arguments.count() == 0) {
            return Optional.empty();
        }
        if (LIKE_REFERENCE.contains(name)) {
            return Optional.of(reference(arguments, name.equals("resourceinfo")));
        }
        if (name.startsWith("list") || ONLY_THERE.contains(name)) {
            String plain = arguments.call.function().substring(full.length() - name.length());
            return Optional.of(
                    CloudValue.unknown(arguments.shared, arguments.position(), plain + "(" + subject(arguments) + ")"));
        }
        return Optional.empty();
    }

    private static CloudValue reference(Arguments arguments, boolean info) {
        boolean whole = info || (arguments.has(2) && arguments.shown(2).equalsIgnoreCase("full"));
        Optional<Instance> instance = instance(arguments);
        if (instance.isPresent()) {
            CloudValue.Kind kind = whole ? CloudValue.Kind.WHOLE : CloudValue.Kind.PROPERTIES;
            return CloudValue.resource(arguments.shared, arguments.position(), instance.get(), kind);
        }
        String name = "reference(" + subject(arguments) + (whole ? ",full)" : ")");
        return CloudValue.unknown(arguments.shared, arguments.position(), name);
    }

    private static Optional<Instance> instance(Arguments arguments) {
        if (isSymbol(arguments)) {
            return Optional.of(arguments.shared.interpreter.instance(
                    arguments.call.arguments().get(0), arguments.scope));
        }
        if (!(arguments.value(0) instanceof ScalarNode scalar)) {
            return Optional.empty();
        }
        Deployment home = arguments.scope.deployment;
        return home.symbol(scalar.text())
                .filter(resource -> resource.placement().loop().isEmpty())
                .map(resource -> home.instances(resource).get(0))
                .or(() -> ResourceIds.parse(scalar.text())
                        .map(named -> home.find(named.type(), named.name()))
                        .orElseGet(() -> home.find("", scalar.text())));
    }

    /** Whom the call is about, in few words. */
    private static String subject(Arguments arguments) {
        if (isSymbol(arguments)) {
            return arguments
                    .shared
                    .interpreter
                    .instance(arguments.call.arguments().get(0), arguments.scope)
                    .shortName();
        }
        Node about = arguments.value(0);
        if (about instanceof UnknownNode unknown) {
            return "{" + unknown.expression() + "}";
        }
        String text = about instanceof ScalarNode scalar ? scalar.text() : about.kind();
        return ResourceIds.parse(text).map(ResourceIds.Named::shortName).orElse(text);
    }

    private static boolean isSymbol(Arguments arguments) {
        Expression first = arguments.call.arguments().get(0);
        return first instanceof Expression.Symbol
                || (first instanceof Expression.Index index && index.target() instanceof Expression.Symbol);
    }
}
