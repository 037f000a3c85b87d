// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads values: names and calls, texts, arrays, objects, loops, lambdas. */
final class LiteralParser {
    private static final int MAX_DIGITS = 19;

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final Nesting nesting;
    private final ObjectParser objects;

    LiteralParser(TokenStream tokens, ExpressionParser expressions, Nesting nesting) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.nesting = nesting;
        this.objects = new ObjectParser(tokens, expressions, nesting);
    }

    ObjectParser objects() {
        return objects;
    }

    Syntax primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NAME -> named();
            case NUMBER -> number();
            case TEXT, TEXT_START -> text();
            case SYMBOL -> symbol(token);
            default -> throw tokens.unexpected("a value");
        };
    }

    private Syntax symbol(Token token) {
        return switch (token.text()) {
            case "(" -> lambdaAhead() ? lambda() : parenthesized();
            case "[" -> bracket();
            case "{" -> objects.object();
            default -> throw tokens.unexpected("a value");
        };
    }

    private Syntax parenthesized() {
        tokens.expect("(");
        return expressions.parenthesized();
    }

    private Syntax named() {
        SourcePosition position = tokens.position();
        Token name = tokens.take();
        nesting.leaf();
        if (tokens.at("(")) {
            return new Syntax.Call(position, Optional.empty(), name.text(), expressions.arguments());
        }
        if (tokens.at("=>")) {
            return lambdaBody(position, List.of(name.text()));
        }
        return switch (name.text()) {
            case "true", "false", "null" -> new Syntax.Constant(position, name.text());
            default -> new Syntax.Name(position, name.text());
        };
    }

    private Syntax number() {
        SourcePosition position = tokens.position();
        String digits = tokens.peek().text();
        nesting.leaf();
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.length() > MAX_DIGITS) {
            throw tokens.unexpected("a whole number of at most " + MAX_DIGITS + " digits");
        }
        tokens.take();
        if (tokens.at(".") && tokens.peek(1).is(Token.Kind.NUMBER)) {
            throw tokens.unexpected("a whole number, or json('1.5') for any other");
        }
        return new Syntax.Constant(position, digits);
    }

    /** Reads a text with its holes. */
    Syntax.Text text() {
        SourcePosition position = tokens.position();
        List<String> literals = new ArrayList<>();
        List<Syntax> holes = new ArrayList<>();
        int high = 0;
        Token token = tokens.take();
        literals.add(token.text());
        while (!token.is(Token.Kind.TEXT) && !token.is(Token.Kind.TEXT_END)) {
            tokens.skipLineEnds();
            holes.add(expressions.item());
            high = Math.max(high, nesting.height());
            tokens.skipLineEnds();
            if (!tokens.peek().is(Token.Kind.TEXT_MIDDLE) && !tokens.peek().is(Token.Kind.TEXT_END)) {
                throw tokens.unexpected("'}' of the '${' in this text");
            }
            token = tokens.take();
            literals.add(token.text());
        }
        nesting.built(high);
        return new Syntax.Text(position, literals, holes);
    }

    private Syntax bracket() {
        SourcePosition position = tokens.position();
        tokens.expect("[");
        tokens.skipLineEnds();
        boolean loop = tokens.peek().isName("for")
                && (tokens.peek(1).is(Token.Kind.NAME) || tokens.peek(1).isSymbol("("));
        return loop ? loop(position) : array(position);
    }

    private Syntax array(SourcePosition position) {
        List<Syntax> items = new ArrayList<>();
        int high = 0;
        while (!tokens.accept("]")) {
            try {
                items.add(spreadOrItem());
                high = Math.max(high, nesting.height());
                objects.separator("]");
            } catch (TokenStream.Stop reported) {
                objects.recover(reported, "]");
                items.add(new Syntax.Broken(position));
            }
        }
        nesting.built(high);
        return new Syntax.Array(position, items);
    }

    private Syntax spreadOrItem() {
        SourcePosition position = tokens.position();
        if (tokens.at("}")) {
            throw tokens.unexpected("a value or ']'");
        }
        return tokens.accept("...") ? new Syntax.Spread(position, expressions.item()) : expressions.item();
    }

    private Syntax loop(SourcePosition position) {
        tokens.take();
        String item;
        String index = "";
        if (tokens.accept("(")) {
            item = tokens.expectName("the name of the item").text();
            tokens.expect(",");
            index = tokens.expectName("the name of the index").text();
            tokens.expect(")");
        } else {
            item = tokens.expectName("the name of the item").text();
        }
        if (!tokens.acceptName("in")) {
            throw tokens.unexpected("'in'");
        }
        Syntax over = expressions.item();
        int high = nesting.height();
        tokens.expect(":");
        tokens.skipLineEnds();
        Syntax body = conditionAhead() ? when() : expressions.item();
        tokens.skipLineEnds();
        tokens.expect("]");
        nesting.built(Math.max(high, nesting.height()));
        return new Syntax.For(position, item, index, over, body);
    }

    boolean conditionAhead() {
        return tokens.peek().isName("if") && tokens.peek(1).isSymbol("(");
    }

    /** Reads {@code if (condition) { ... }}. */
    Syntax when() {
        SourcePosition position = tokens.position();
        tokens.take();
        tokens.expect("(");
        Syntax condition = expressions.parenthesized();
        int high = nesting.height();
        tokens.skipLineEnds();
        if (!tokens.at("{")) {
            throw tokens.unexpected("'{' of what is there under this condition");
        }
        Syntax body = objects.object();
        nesting.built(Math.max(high, nesting.height()));
        return new Syntax.When(position, condition, body);
    }

    /** Whether the parenthesis here begins a lambda: only names in it, and an arrow behind it. */
    private boolean lambdaAhead() {
        int ahead = 1;
        while (tokens.peek(ahead).is(Token.Kind.NAME)
                || tokens.peek(ahead).isSymbol(",")
                || tokens.peek(ahead).is(Token.Kind.LINE_END)) {
            ahead++;
        }
        return tokens.peek(ahead).isSymbol(")") && tokens.peek(ahead + 1).isSymbol("=>");
    }

    private Syntax lambda() {
        SourcePosition position = tokens.position();
        List<String> parameters = new ArrayList<>();
        tokens.expect("(");
        tokens.skipLineEnds();
        while (!tokens.accept(")")) {
            parameters.add(tokens.expectName("the name of a parameter").text());
            tokens.skipLineEnds();
            if (!tokens.at(")")) {
                tokens.expect(",");
                tokens.skipLineEnds();
            }
        }
        return lambdaBody(position, parameters);
    }

    private Syntax lambdaBody(SourcePosition position, List<String> parameters) {
        tokens.expect("=>");
        tokens.skipLineEnds();
        Syntax body = expressions.expression();
        nesting.built(nesting.height());
        return new Syntax.Lambda(position, parameters, body);
    }
}
