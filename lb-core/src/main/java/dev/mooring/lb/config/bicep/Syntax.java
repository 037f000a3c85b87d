// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;
import java.util.List;
import java.util.Optional;

/** An expression as it was written: names are not looked up yet. Immutable; its height is bounded by {@link Nesting}. */
sealed interface Syntax {
    /** Where it begins; of an operator between two values, where the operator stands. */
    SourcePosition position();

    /** A text with as many holes as one less than it has literal parts. */
    record Text(SourcePosition position, List<String> literals, List<Syntax> holes) implements Syntax {
        public Text {
            literals = List.copyOf(literals);
            holes = List.copyOf(holes);
        }

        /** The text; empty when it has a hole. */
        Optional<String> plain() {
            return holes.isEmpty() ? Optional.of(literals.get(0)) : Optional.empty();
        }
    }

    /** A whole number, {@code true}, {@code false} or {@code null}, as written. */
    record Constant(SourcePosition position, String text) implements Syntax {}

    record Name(SourcePosition position, String name) implements Syntax {}

    record Call(SourcePosition position, Optional<Syntax> receiver, String function, List<Syntax> arguments)
            implements Syntax {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Member(SourcePosition position, Syntax target, String name, boolean safe) implements Syntax {}

    record Index(SourcePosition position, Syntax target, Syntax index, boolean safe, boolean fromEnd)
            implements Syntax {}

    /** {@code target::name}, a resource that stands inside another one. */
    record Nested(SourcePosition position, Syntax target, String name) implements Syntax {}

    record Unary(SourcePosition position, String operator, Syntax operand) implements Syntax {}

    record Binary(SourcePosition position, String operator, Syntax left, Syntax right) implements Syntax {}

    record Ternary(SourcePosition position, Syntax condition, Syntax then, Syntax otherwise) implements Syntax {}

    record Lambda(SourcePosition position, List<String> parameters, Syntax body) implements Syntax {
        public Lambda {
            parameters = List.copyOf(parameters);
        }
    }

    record Array(SourcePosition position, List<Syntax> items) implements Syntax {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** {@code ...value} in an array or an object. */
    record Spread(SourcePosition position, Syntax value) implements Syntax {}

    record Fields(SourcePosition position, List<Field> fields, List<Declaration.Resource> resources) implements Syntax {
        public Fields {
            fields = List.copyOf(fields);
            resources = List.copyOf(resources);
        }

        /** The value of a property whose key is written out; empty when there is none. */
        Optional<Syntax> find(String key) {
            return fields.stream()
                    .filter(field -> field.hasKey(key))
                    .map(Field::value)
                    .findFirst();
        }
    }

    /**
     * A part of an object.
     *
     * @param key its key; empty when the value is spread
     */
    record Field(SourcePosition position, Optional<Text> key, Syntax value) {
        boolean hasKey(String name) {
            return key.flatMap(Text::plain).filter(name::equals).isPresent();
        }
    }

    /**
     * {@code [for item in over: body]}.
     *
     * @param index the name of the index; empty when it has none
     */
    record For(SourcePosition position, String item, String index, Syntax over, Syntax body) implements Syntax {}

    /** {@code if (condition) body}, as a resource, a module or the body of a loop of them. */
    record When(SourcePosition position, Syntax condition, Syntax body) implements Syntax {}

    /** What could not be read, which is reported already. */
    record Broken(SourcePosition position) implements Syntax {}
}
