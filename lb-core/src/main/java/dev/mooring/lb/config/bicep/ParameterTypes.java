// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what a type says about values: which kind they are of, whether there may be none, and whether only some are allowed. */
final class ParameterTypes {
    private static final List<String> SIMPLE = List.of("string", "int", "bool", "array", "object");
    private static final String ANY = "";
    /** Types that name each other, and types in types, are followed so far. */
    private static final int MAX_STEPS = 50;
    /** So many types are looked at, each as often as others name it: unions of unions grow beyond all bounds. */
    private static final int MAX_PARTS = 100_000;

    private final Undefined undefined;
    private int parts;

    ParameterTypes(Undefined undefined) {
        this.undefined = undefined;
    }

    /**
     * What a type says.
     *
     * @param kind {@code string}, {@code int}, {@code bool}, {@code array} or {@code object}; empty when it may be anything
     * @param nullable whether {@code null} is one of its values
     * @param only all of its values, apart from {@code null}; empty when there are others
     */
    record Shape(String kind, boolean nullable, List<Node> only) {}

    Shape shape(TypeSyntax type, Scope scope) {
        return shape(type, scope, 0);
    }

    /** Reports the names in a type that stand nowhere. */
    void check(TypeSyntax type, Scope scope) {
        if (type instanceof TypeSyntax.Named named) {
            alias(named, scope);
        } else if (type instanceof TypeSyntax.Nullable nullable) {
            check(nullable.inner(), scope);
        } else if (type instanceof TypeSyntax.ArrayOf array) {
            check(array.item(), scope);
        } else if (type instanceof TypeSyntax.Union union) {
            union.options().forEach(option -> check(option, scope));
        } else if (type instanceof TypeSyntax.Fields fields) {
            fields.inner().forEach(inner -> check(inner, scope));
        } else if (type instanceof TypeSyntax.Tuple tuple) {
            tuple.inner().forEach(inner -> check(inner, scope));
        }
    }

    private Shape shape(TypeSyntax type, Scope scope, int steps) {
        if (steps > MAX_STEPS || ++parts > MAX_PARTS) {
            return kind(ANY);
        } else if (type instanceof TypeSyntax.Named named) {
            return named(named, scope, steps);
        } else if (type instanceof TypeSyntax.Nullable nullable) {
            Shape inner = shape(nullable.inner(), scope, steps + 1);
            return new Shape(inner.kind, true, inner.only);
        } else if (type instanceof TypeSyntax.Value value) {
            return value(value);
        } else if (type instanceof TypeSyntax.Union union) {
            return union(union, scope, steps);
        } else if (type instanceof TypeSyntax.ArrayOf || type instanceof TypeSyntax.Tuple) {
            return kind("array");
        }
        return kind(type instanceof TypeSyntax.Fields ? "object" : ANY);
    }

    private static Shape kind(String kind) {
        return new Shape(kind, false, List.of());
    }

    private Shape named(TypeSyntax.Named named, Scope scope, int steps) {
        String simple = named.name().startsWith("sys.") ? named.name().substring("sys.".length()) : named.name();
        if (named.whole() && SIMPLE.contains(simple)) {
            return kind(simple);
        }
        return alias(named, scope)
                .filter(alias -> named.whole())
                .map(alias -> shape(alias.type(), alias.scope(), steps + 1))
                .orElseGet(() -> kind(ANY));
    }

    /** The type that a name stands for; empty when that is unknown, which is reported. */
    private Optional<Meaning.Type> alias(TypeSyntax.Named named, Scope scope) {
        if (!named.whole() || isSimple(named.name())) {
            return Optional.empty();
        }
        String[] parts = named.name().split("\\.", 2);
        Optional<Meaning> meaning = scope.find(parts[0]);
        if (meaning.isPresent() && parts.length > 1) {
            // What follows the name of a type, not of a name space, reaches into the type.
            meaning = meaning.get() instanceof Meaning.NameSpace space
                    ? Optional.ofNullable(space.members().get(parts[1]))
                    : Optional.of(new Meaning.Elsewhere(named.name(), ""));
        }
        if (meaning.isEmpty()) {
            undefined.report(named.position(), "type", named.name(), () -> {
                List<String> names = new ArrayList<>(SIMPLE);
                names.addAll(scope.names());
                return names;
            });
        }
        return meaning.filter(Meaning.Type.class::isInstance).map(Meaning.Type.class::cast);
    }

    private static boolean isSimple(String name) {
        return SIMPLE.contains(name) || name.equals("any") || name.startsWith("sys.");
    }

    private static Shape value(TypeSyntax.Value value) {
        if (value.value() instanceof Syntax.Text text && text.plain().isPresent()) {
            Node node = new ScalarNode(text.position(), text.plain().get(), true);
            return new Shape("string", false, List.of(node));
        }
        if (!(value.value() instanceof Syntax.Constant constant)) {
            return kind(ANY);
        }
        return switch (constant.text()) {
            case "null" -> new Shape(ANY, true, List.of());
            case "true", "false" -> new Shape("bool", false, List.of(scalar(constant)));
            default -> new Shape("int", false, List.of(scalar(constant)));
        };
    }

    private static Node scalar(Syntax.Constant constant) {
        return new ScalarNode(constant.position(), constant.text(), false);
    }

    private Shape union(TypeSyntax.Union union, Scope scope, int steps) {
        Set<String> kinds = new LinkedHashSet<>();
        List<Node> only = new ArrayList<>();
        boolean nullable = false;
        boolean open = false;
        for (TypeSyntax option : union.options()) {
            Shape shape = shape(option, scope, steps + 1);
            nullable |= shape.nullable;
            if (!shape.kind.isEmpty() || !shape.nullable) {
                kinds.add(shape.kind);
                open |= shape.only.isEmpty();
                only.addAll(shape.only);
            }
        }
        String kind = kinds.size() == 1 ? kinds.iterator().next() : ANY;
        return new Shape(kind, nullable, open ? List.of() : only);
    }
}
