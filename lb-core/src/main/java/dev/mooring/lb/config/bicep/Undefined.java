// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.arm.Expression;
import dev.mooring.lb.config.arm.Template;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is used in a template and stands nowhere. A name becomes a parameter without a value: whether that matters turns out when
 * the template is evaluated, and a user can give the value as for any other parameter.
 */
final class Undefined {
    private final Diagnostics diagnostics;
    private final Set<String> given;
    private final Map<String, Template.Parameter> parameters = new LinkedHashMap<>();
    private final Set<String> symbols = new HashSet<>();
    private final Set<String> reported = new HashSet<>();

    /**
     * For one template.
     *
     * @param given names in lower case for which the user gave a value: nothing is missing then
     */
    Undefined(Diagnostics diagnostics, Set<String> given) {
        this.diagnostics = diagnostics;
        this.given = given;
    }

    /** The parameters that stand for undefined names, by name in lower case. */
    Map<String, Template.Parameter> parameters() {
        return parameters;
    }

    /** Says that a resource with this symbol exists. */
    void declareSymbol(String symbol) {
        symbols.add(symbol);
    }

    /** The value of a name that stands nowhere. */
    Expression value(SourcePosition position, String name, Scope scope) {
        report(position, "name", name, scope::names);
        return given(position, name);
    }

    /** The value of a name that stands in a file that cannot be read. */
    Expression elsewhere(SourcePosition position, Meaning.Elsewhere meaning) {
        if (!meaning.registry().isEmpty() && reported.add("import " + meaning.name())) {
            BicepPaths.reportRegistry(diagnostics, position, meaning.registry());
        }
        return given(position, meaning.name());
    }

    /** A value that only a user can give, under the name. */
    Expression given(SourcePosition position, String name) {
        String key = name.toLowerCase(Locale.ROOT);
        parameters.putIfAbsent(key, new Template.Parameter(position, name, "", false, List.of(), Optional.empty()));
        return new Expression.Parameter(position, name);
    }

    /** A resource inside another one, by name. */
    Expression symbol(SourcePosition position, String parent, String name) {
        String symbol = parent + "::" + name;
        if (symbols.contains(symbol)) {
            return new Expression.Symbol(position, symbol);
        }
        report(
                position,
                "nested resource",
                name,
                () -> symbols.stream()
                        .filter(other -> other.startsWith(parent + "::"))
                        .map(other -> other.substring(parent.length() + 2))
                        .toList());
        return Lowered.broken(position);
    }

    /** Says that a name stands nowhere, once for each name; the names that may have been meant are asked for only then. */
    void report(SourcePosition position, String kind, String name, Supplier<? extends Collection<String>> names) {
        if (reported.add(kind + " " + name) && !given.contains(name.toLowerCase(Locale.ROOT))) {
            String message = "no such " + kind + " (found " + Wording.quoted(name) + ", expected one that is declared)";
            Supplier<String> hint = () -> Wording.didYouMean(name, names.get());
            diagnostics.add(DiagnosticCode.UNDEFINED_SYMBOL, position, message, hint);
        }
    }
}
