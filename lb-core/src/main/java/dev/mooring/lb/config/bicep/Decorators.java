// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import java.util.List;

/** The decorators of the language. Most say something to people or to the cloud; only a misspelt one is worth a word. */
final class Decorators {
    private static final List<String> KNOWN = List.of(
            "description",
            "allowed",
            "secure",
            "minLength",
            "maxLength",
            "minValue",
            "maxValue",
            "metadata",
            "batchSize",
            "export",
            "discriminator",
            "sealed",
            "validate",
            "userDefinedConstraint",
            "retryOn",
            "waitUntil",
            "onlyIfNotExists");

    private Decorators() {}

    static boolean has(List<Declaration.Decorator> decorators, String name) {
        return decorators.stream().anyMatch(decorator -> decorator.name().equals(name));
    }

    /** Reports those that do not exist. */
    static void check(List<Declaration.Decorator> decorators, Undefined undefined) {
        for (Declaration.Decorator decorator : decorators) {
            if (!KNOWN.contains(decorator.name())) {
                undefined.report(decorator.position(), "decorator", decorator.name(), () -> KNOWN);
            }
        }
    }
}
