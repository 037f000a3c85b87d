// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;
import java.util.List;
import java.util.Optional;

/** A statement as it was written. Immutable. */
sealed interface Declaration {
    /** Where its name stands, or the statement begins when it has none. */
    SourcePosition position();

    /** {@code @name(arguments)} in front of a statement; of {@code @sys.name()} the last part. */
    record Decorator(SourcePosition position, String name, List<Syntax> arguments) {
        public Decorator {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code param name type = value}. */
    record Param(
            SourcePosition position,
            String name,
            Optional<TypeSyntax> type,
            Optional<Syntax> value,
            List<Decorator> decorators)
            implements Declaration {}

    /** {@code var name = value}. */
    record Var(SourcePosition position, String name, Syntax value, List<Decorator> decorators) implements Declaration {}

    /** {@code type name = type}. */
    record Type(SourcePosition position, String name, TypeSyntax type, List<Decorator> decorators)
            implements Declaration {}

    /** {@code func name(parameters) type => body}. */
    record Func(SourcePosition position, String name, List<Typed> parameters, Syntax body, List<Decorator> decorators)
            implements Declaration {}

    /** {@code name type}. */
    record Typed(SourcePosition position, String name, TypeSyntax type) {}

    /** {@code resource name 'type@version' existing = body}. */
    record Resource(
            SourcePosition position,
            String name,
            Syntax.Text type,
            boolean existing,
            Syntax body,
            List<Decorator> decorators)
            implements Declaration {}

    /** {@code module name 'path' = body}. */
    record Module(SourcePosition position, String name, Syntax.Text path, Syntax body, List<Decorator> decorators)
            implements Declaration {}

    /** {@code output name type = value}. */
    record Output(SourcePosition position, String name, TypeSyntax type, Syntax value) implements Declaration {}

    /**
     * {@code import {a as b} from 'path'} or {@code import * as all from 'path'}.
     *
     * @param names the imported names with those they get here; empty when it is everything
     * @param all the name space of everything; empty when names are imported
     */
    record Import(SourcePosition position, List<Imported> names, String all, Syntax.Text path) implements Declaration {
        public Import {
            names = List.copyOf(names);
        }
    }

    /** One imported name. */
    record Imported(SourcePosition position, String name, String alias) {}

    /**
     * {@code using 'path'}: the file gives values to the parameters of another one.
     *
     * @param path empty for {@code using none}
     * @param extended whether it is {@code extends 'path'}, which names another file of values
     */
    record Using(SourcePosition position, Optional<Syntax.Text> path, boolean extended) implements Declaration {}

    /** {@code targetScope = 'scope'}. */
    record Scope(SourcePosition position, Syntax value) implements Declaration {}

    /** {@code extension ...} and its older spellings; the name is empty when it gives none. */
    record Extension(SourcePosition position, String name) implements Declaration {}

    /** {@code metadata name = value} and {@code assert name = value}: nothing depends on it. */
    record Note(SourcePosition position, String name, Syntax value) implements Declaration {}

    /** A statement that could not be read, which is reported; only its name is known. */
    record Broken(SourcePosition position, String name) implements Declaration {}
}
