// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A template, not evaluated yet, in whichever language it was written. Immutable.
 *
 * @param position where it begins; its file is where relative paths start
 * @param parameters what it asks for, by name in lower case
 * @param variables its variables, by name in lower case
 * @param functions the user's functions, by name in lower case, with their name space in front where they have one
 * @param resources resources and modules, in the order of the file
 * @param outputs what it gives to the template that includes it, by name in lower case
 */
public record Template(
        SourcePosition position,
        Map<String, Parameter> parameters,
        Map<String, Expression> variables,
        Map<String, Function> functions,
        List<Resource> resources,
        Map<String, Expression> outputs) {
    public Template {
        parameters = ordered(parameters);
        variables = ordered(variables);
        functions = ordered(functions);
        resources = List.copyOf(resources);
        outputs = ordered(outputs);
    }

    /** A copy in the order of the file, so that hints are always the same; those of the library have no order. */
    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * A value that a template asks for.
     *
     * @param position where it is declared
     * @param name its name as written
     * @param type {@code string}, {@code int}, {@code bool}, {@code array}, {@code object}, {@code secureString},
     *     {@code secureObject}; empty when it may be anything
     * @param nullable whether it is {@code null} when nobody gives a value
     * @param allowed the only values that it takes; empty when it takes any
     * @param defaultValue what it is when nobody gives a value
     */
    public record Parameter(
            SourcePosition position,
            String name,
            String type,
            boolean nullable,
            List<Node> allowed,
            Optional<Expression> defaultValue) {
        public Parameter {
            allowed = List.copyOf(allowed);
        }
    }

    /**
     * A function of the user. Inside its body, {@link Expression.Local} and {@link Expression.Parameter} are its parameters.
     *
     * @param position where it is declared
     * @param name its name as written
     * @param parameters the names of its parameters
     * @param body what it computes
     */
    public record Function(SourcePosition position, String name, List<String> parameters, Expression body) {
        public Function {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * A resource or a module, or a loop of them.
     *
     * @param position where it is declared
     * @param symbol its name in the language; empty when it has none
     * @param type its full type, with those of its parents, such as {@code Microsoft.Network/virtualNetworks/subnets}
     * @param apiVersion the version of its form; empty when there is none
     * @param name its name: the full one, or the last segment when it has a parent
     * @param body the whole of it, an object; without the parts that have a place of their own here
     * @param placement how often and whether it is there
     * @param module the template that it includes; then {@code body} is not used
     */
    public record Resource(
            SourcePosition position,
            String symbol,
            String type,
            String apiVersion,
            Expression name,
            Expression body,
            Placement placement,
            Optional<Module> module) {}

    /**
     * How often and whether a resource is there.
     *
     * @param loop makes one for each item
     * @param condition whether it is there
     * @param parent its parent, a {@link Expression.Symbol} or an {@link Expression.Index} of one; empty when the name is full
     * @param existing whether something else makes it
     */
    public record Placement(
            Optional<Expression.Loop> loop,
            Optional<Expression> condition,
            Optional<Expression> parent,
            boolean existing) {
        /** A resource that is there once. */
        public static final Placement ONCE = new Placement(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /**
     * A template that a template includes.
     *
     * @param source where its text is
     * @param parameters the values for its parameters: an object from name to value
     * @param sharesScope whether its expressions see the parameters and variables of the template around it, not its own
     */
    public record Module(Source source, Optional<Expression> parameters, boolean sharesScope) {}

    /** Where an included template is. */
    public sealed interface Source {}

    /** It stands in the same file. */
    public record Inline(Template template) implements Source {}

    /** It stands in another file; the path is relative to this one. */
    public record Linked(SourcePosition position, Expression path) implements Source {}
}
