// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads expressions: operators by their rank, then what follows a value ({@code .name}, {@code [index]}, {@code ::name}).
 * {@link LiteralParser} reads the values themselves.
 */
final class ExpressionParser {
    private static final Map<String, Integer> RANKS = Map.ofEntries(
            Map.entry("??", 1),
            Map.entry("||", 2),
            Map.entry("&&", 3),
            Map.entry("==", 4),
            Map.entry("!=", 4),
            Map.entry("=~", 4),
            Map.entry("!~", 4),
            Map.entry("<", 5),
            Map.entry("<=", 5),
            Map.entry(">", 5),
            Map.entry(">=", 5),
            Map.entry("+", 6),
            Map.entry("-", 6),
            Map.entry("*", 7),
            Map.entry("/", 7),
            Map.entry("%", 7));

    /** On a line of its own it may begin the next item of an array, so there it continues nothing. */
    private static final Set<String> BEGINS_ITEMS = Set.of("-", "!", "[", "(");

    private final TokenStream tokens;
    private final Nesting nesting;
    private final LiteralParser literals;
    /** How many parentheses are open since the last bracket or brace: between them, line ends mean nothing. */
    private int parentheses;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.nesting = new Nesting(tokens);
        this.literals = new LiteralParser(tokens, this, nesting);
    }

    LiteralParser literals() {
        return literals;
    }

    Nesting nesting() {
        return nesting;
    }

    /** Reads an expression between brackets or braces, where line ends separate. */
    Syntax item() {
        int outside = parentheses;
        parentheses = 0;
        try {
            return expression();
        } finally {
            parentheses = outside;
        }
    }

    /** Reads what stands in parentheses, the opening one of which was read. */
    Syntax parenthesized() {
        parentheses++;
        try {
            tokens.skipLineEnds();
            Syntax inner = expression();
            tokens.skipLineEnds();
            tokens.expect(")");
            return inner;
        } finally {
            parentheses--;
        }
    }

    Syntax expression() {
        nesting.enter();
        try {
            Syntax condition = binary(1);
            return continuesWith("?") ? ternary(condition) : condition;
        } finally {
            nesting.leave();
        }
    }

    private Syntax ternary(Syntax condition) {
        int high = nesting.height();
        SourcePosition position = tokens.position();
        tokens.expect("?");
        tokens.skipLineEnds();
        Syntax then = expression();
        high = Math.max(high, nesting.height());
        if (!continuesWith(":")) {
            throw tokens.unexpected("':' of the choice that begins with '?'");
        }
        tokens.expect(":");
        tokens.skipLineEnds();
        Syntax otherwise = expression();
        nesting.built(Math.max(high, nesting.height()));
        return new Syntax.Ternary(position, condition, then, otherwise);
    }

    private Syntax binary(int lowest) {
        Syntax left = unary();
        while (true) {
            Token operator = tokens.beyondLineEnds();
            int rank = operator.is(Token.Kind.SYMBOL) ? RANKS.getOrDefault(operator.text(), 0) : 0;
            if (rank < lowest || !continuesWith(operator.text())) {
                return left;
            }
            int high = nesting.height();
            SourcePosition position = tokens.position();
            tokens.take();
            tokens.skipLineEnds();
            Syntax right = binary(rank + 1);
            nesting.built(Math.max(high, nesting.height()));
            left = new Syntax.Binary(position, operator.text(), left, right);
        }
    }

    /** Whether the symbol comes next and continues the expression; line ends before it are then passed. */
    private boolean continuesWith(String symbol) {
        if (!tokens.beyondLineEnds().isSymbol(symbol)) {
            return false;
        }
        if (!tokens.at(symbol)) {
            if (parentheses == 0 && BEGINS_ITEMS.contains(symbol)) {
                return false;
            }
            tokens.skipLineEnds();
        }
        return true;
    }

    private Syntax unary() {
        Token token = tokens.peek();
        if (!token.isSymbol("!") && !token.isSymbol("-") && !token.isSymbol("+")) {
            return member();
        }
        tokens.take();
        nesting.enter();
        try {
            Syntax operand = unary();
            nesting.built(nesting.height());
            return new Syntax.Unary(tokens.problems().at(token), token.text(), operand);
        } finally {
            nesting.leave();
        }
    }

    private Syntax member() {
        Syntax value = literals.primary();
        while (true) {
            int high = nesting.height();
            if (continuesWith(".")) {
                value = dot(value);
            } else if (tokens.at("[")) {
                value = index(value);
            } else if (tokens.at("::")) {
                SourcePosition position = tokens.position();
                tokens.take();
                value = new Syntax.Nested(
                        position,
                        value,
                        tokens.expectName("the name of a nested resource").text());
            } else if (tokens.accept("!")) {
                continue;
            } else {
                return value;
            }
            nesting.built(Math.max(high, nesting.height()));
        }
    }

    private Syntax dot(Syntax target) {
        tokens.expect(".");
        boolean safe = tokens.accept("?");
        SourcePosition position = tokens.position();
        String name = tokens.expectName("the name of a property").text();
        if (!tokens.at("(")) {
            return new Syntax.Member(position, target, name, safe);
        }
        return new Syntax.Call(position, Optional.of(target), name, arguments());
    }

    private Syntax index(Syntax target) {
        tokens.expect("[");
        boolean safe = tokens.accept("?");
        boolean fromEnd = tokens.accept("^");
        SourcePosition position = tokens.position();
        tokens.skipLineEnds();
        Syntax index = item();
        tokens.skipLineEnds();
        tokens.expect("]");
        return new Syntax.Index(position, target, index, safe, fromEnd);
    }

    /** Reads {@code (a, b)}. */
    List<Syntax> arguments() {
        List<Syntax> arguments = new ArrayList<>();
        int high = 0;
        tokens.expect("(");
        parentheses++;
        try {
            tokens.skipLineEnds();
            while (!tokens.accept(")")) {
                arguments.add(expression());
                high = Math.max(high, nesting.height());
                tokens.skipLineEnds();
                if (!tokens.at(")")) {
                    tokens.expect(",");
                    tokens.skipLineEnds();
                }
            }
        } finally {
            parentheses--;
        }
        nesting.built(high);
        return arguments;
    }
}
