// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;
import java.util.List;

/** A type as it was written. Immutable. */
sealed interface TypeSyntax {
    SourcePosition position();

    /** {@code string}, {@code myType}, {@code types.myType}, and whatever follows that reaches into one. */
    record Named(SourcePosition position, String name, boolean whole) implements TypeSyntax {}

    /** {@code resourceInput<'type'>} and its like. */
    record Generic(SourcePosition position, String name) implements TypeSyntax {}

    /** A value that is a type of its own: {@code 'a'}, {@code 5}, {@code true}. */
    record Value(SourcePosition position, Syntax value) implements TypeSyntax {}

    record Union(SourcePosition position, List<TypeSyntax> options) implements TypeSyntax {
        public Union {
            options = List.copyOf(options);
        }
    }

    record ArrayOf(SourcePosition position, TypeSyntax item) implements TypeSyntax {}

    record Nullable(SourcePosition position, TypeSyntax inner) implements TypeSyntax {}

    /** {@code { name: type }}. */
    record Fields(SourcePosition position, List<TypeSyntax> inner) implements TypeSyntax {
        public Fields {
            inner = List.copyOf(inner);
        }
    }

    /** {@code [ type ]}. */
    record Tuple(SourcePosition position, List<TypeSyntax> inner) implements TypeSyntax {
        public Tuple {
            inner = List.copyOf(inner);
        }
    }
}
