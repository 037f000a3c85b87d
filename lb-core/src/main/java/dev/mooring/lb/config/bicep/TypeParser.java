// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/** Reads types, of which little matters: what a parameter takes, and whether it may be left out. */
final class TypeParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final Nesting nesting;

    TypeParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.nesting = expressions.nesting();
    }

    TypeSyntax type() {
        nesting.enter();
        try {
            SourcePosition position = tokens.position();
            List<TypeSyntax> options = new ArrayList<>();
            if (tokens.beyondLineEnds().isSymbol("|")) {
                bar();
            }
            options.add(suffixed());
            while (tokens.beyondLineEnds().isSymbol("|")) {
                bar();
                options.add(suffixed());
            }
            return options.size() == 1 ? options.get(0) : new TypeSyntax.Union(position, options);
        } finally {
            nesting.leave();
        }
    }

    private void bar() {
        tokens.skipLineEnds();
        tokens.expect("|");
        tokens.skipLineEnds();
    }

    private TypeSyntax suffixed() {
        SourcePosition position = tokens.position();
        TypeSyntax type = primary();
        int steps = 0;
        while (true) {
            if (tokens.accept("?")) {
                type = new TypeSyntax.Nullable(position, type);
            } else if (tokens.at("[") && tokens.peek(1).isSymbol("]")) {
                tokens.take();
                tokens.take();
                type = new TypeSyntax.ArrayOf(position, type);
            } else if (tokens.accept(".")) {
                String name = reached();
                boolean first = type instanceof TypeSyntax.Named named && named.whole() && steps == 0;
                String full = first ? ((TypeSyntax.Named) type).name() + "." + name : name;
                type = new TypeSyntax.Named(position, full, first);
            } else if (tokens.accept("[")) {
                tokens.take();
                tokens.expect("]");
                type = new TypeSyntax.Named(position, "[]", false);
            } else if (!tokens.accept("!")) {
                return type;
            }
            nesting.built(++steps);
        }
    }

    private String reached() {
        return tokens.accept("*")
                ? "*"
                : tokens.expectName("the name of a type").text();
    }

    private TypeSyntax primary() {
        Token token = tokens.peek();
        SourcePosition position = tokens.position();
        return switch (token.kind()) {
            case NAME -> named(position);
            case NUMBER, TEXT, TEXT_START ->
                new TypeSyntax.Value(position, expressions.literals().primary());
            case SYMBOL -> symbol(token, position);
            default -> throw tokens.unexpected("a type");
        };
    }

    private TypeSyntax symbol(Token token, SourcePosition position) {
        return switch (token.text()) {
            case "{" -> new TypeSyntax.Fields(position, members("{", "}"));
            case "[" -> new TypeSyntax.Tuple(position, members("[", "]"));
            case "(" -> parenthesized();
            case "-" -> {
                tokens.take();
                yield new TypeSyntax.Value(position, expressions.literals().primary());
            }
            default -> throw tokens.unexpected("a type");
        };
    }

    private TypeSyntax parenthesized() {
        tokens.expect("(");
        tokens.skipLineEnds();
        TypeSyntax inner = type();
        tokens.skipLineEnds();
        tokens.expect(")");
        return inner;
    }

    private TypeSyntax named(SourcePosition position) {
        Token name = tokens.take();
        if (name.text().equals("true")
                || name.text().equals("false")
                || name.text().equals("null")) {
            return new TypeSyntax.Value(position, new Syntax.Constant(position, name.text()));
        }
        if (!tokens.accept("<")) {
            return new TypeSyntax.Named(position, name.text(), true);
        }
        do {
            tokens.skipLineEnds();
            type();
            tokens.skipLineEnds();
        } while (tokens.accept(","));
        tokens.expect(">");
        return new TypeSyntax.Generic(position, name.text());
    }

    private List<TypeSyntax> members(String opening, String closing) {
        tokens.expect(opening);
        ObjectParser objects = expressions.literals().objects();
        List<TypeSyntax> members = new ArrayList<>();
        tokens.skipLineEnds();
        while (!tokens.accept(closing)) {
            try {
                objects.decorators();
                if (opening.equals("{")) {
                    key();
                }
                members.add(type());
                objects.separator(closing);
            } catch (TokenStream.Stop reported) {
                objects.recover(reported, closing);
            }
        }
        return members;
    }

    private void key() {
        if (!tokens.accept("*")) {
            if (tokens.peek().is(Token.Kind.TEXT)) {
                tokens.take();
            } else {
                tokens.expectName("the name of a property or '*'");
            }
        }
        tokens.expect(":");
        tokens.skipLineEnds();
    }
}
