// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * What a template computes, in whichever language it was written. Operators are calls of the function that does the same:
 * {@code a == b} is {@code equals(a, b)}. Names of functions, parameters, variables and members may be of either case. Immutable.
 */
public sealed interface Expression {
    /** Where it was written. */
    SourcePosition position();

    /** A value that needs no computation; a whole tree, if nothing inside it does. */
    record Literal(Node value) implements Expression {
        @Override
        public SourcePosition position() {
            return value.position();
        }
    }

    /**
     * A call of a function: {@code concat}, {@code sys.concat}, {@code contoso.name}. A method of a resource has the resource as
     * its first argument. {@code if}, {@code and}, {@code or} and {@code coalesce} evaluate only what they need.
     */
    record Call(SourcePosition position, String function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code target.name}; {@code target.?name} when it is safe: nothing there is then {@code null}, not an error. */
    record Member(SourcePosition position, Expression target, String name, boolean safe) implements Expression {}

    /** {@code target[index]}, or {@code target[?index]} when it is safe; the index may be a name. */
    record Index(SourcePosition position, Expression target, Expression index, boolean safe) implements Expression {}

    /** A function without a name, for {@code map} and its family. */
    record Lambda(SourcePosition position, List<String> parameters, Expression body) implements Expression {
        public Lambda {
            parameters = List.copyOf(parameters);
        }
    }

    /** The value of a lambda's parameter, of a loop's variable, or of a parameter of a user's function. */
    record Local(SourcePosition position, String name) implements Expression {}

    /** {@code parameters('name')}. */
    record Parameter(SourcePosition position, String name) implements Expression {}

    /** {@code variables('name')}. */
    record Variable(SourcePosition position, String name) implements Expression {}

    /**
     * A resource or module of the same template, by its symbol: {@code web}, whose {@code id}, {@code name}, {@code properties},
     * {@code outputs} ... can be asked for. Where it is a loop, an {@link Index} chooses one.
     */
    record Symbol(SourcePosition position, String name) implements Expression {}

    /** {@code condition ? then : otherwise}. */
    record Choice(SourcePosition position, Expression condition, Expression then, Expression otherwise)
            implements Expression {}

    /** {@code 'a${b}c'}: the texts of its parts, one after the other. */
    record Interpolation(SourcePosition position, List<Expression> parts) implements Expression {
        public Interpolation {
            parts = List.copyOf(parts);
        }
    }

    /** An object. */
    record Fields(SourcePosition position, List<Field> fields) implements Expression {
        public Fields {
            fields = List.copyOf(fields);
        }
    }

    /** A part of an object. */
    sealed interface Field {}

    /** {@code key: value}; the key may be computed. */
    record Property(SourcePosition keyPosition, Expression key, Expression value) implements Field {}

    /** An array. */
    record Items(SourcePosition position, List<Item> items) implements Expression {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A part of an array. */
    sealed interface Item {}

    /** A value in an array. */
    record Element(Expression value) implements Item {}

    /** {@code ...value}: what is inside the value, at this place. */
    record Spread(SourcePosition position, Expression value) implements Field, Item {}

    /**
     * {@code [for item in collection: body]}: an array with one value for each item.
     *
     * @param position where it was written
     * @param loop what it loops over
     * @param filter which items take part
     * @param body what is made of an item
     */
    record For(SourcePosition position, Loop loop, Optional<Expression> filter, Expression body)
            implements Expression {}

    /**
     * What a loop goes over.
     *
     * @param position where it was written
     * @param name the name that {@code copyIndex} asks for; empty for a loop without a name
     * @param item the {@link Local} of the item; empty when there is none
     * @param index the {@link Local} of the index from 0; empty when there is none
     * @param over an array, or a number that says how often
     */
    record Loop(SourcePosition position, String name, String item, String index, Expression over) {}
}
