// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the expressions of ARM templates, such as {@code concat(parameters('a'), '-x')[0]}, from the text between the brackets.
 * Positions inside are those of the characters as long as the JSON text has no escapes.
 */
final class ExpressionParser {
    private static final int MAX_NESTING = 100;

    private final String file;
    private final String text;
    private final Runnable count;
    private int at;
    private int seen;
    private int line;
    private int column;
    private int nesting;

    private ExpressionParser(ScalarNode source, Runnable count) {
        this.file = source.position().file();
        this.line = source.position().line();
        // The quote stands before the text.
        this.column = source.position().column() + 1;
        this.text = source.text();
        this.count = count;
    }

    /** Whether a text is an expression rather than just text. */
    static boolean isExpression(String text) {
        return text.length() > 1
                && text.charAt(0) == '['
                && text.charAt(1) != '['
                && text.charAt(text.length() - 1) == ']';
    }

    /** What text that is no expression says: the first of two opening brackets only escapes the second. */
    static String unescaped(String text) {
        return text.startsWith("[[") ? text.substring(1) : text;
    }

    /**
     * The expression in a text for which {@link #isExpression} holds.
     *
     * @param source the text with its brackets
     * @param count is run for each part of the expression, and may end the reading
     * @throws Problem if it cannot be read
     */
    static Expression parse(ScalarNode source, Runnable count) {
        ExpressionParser parser = new ExpressionParser(source, count);
        parser.at = 1;
        Expression expression = parser.expression();
        parser.blanks();
        if (parser.at != parser.text.length() - 1) {
            throw parser.unexpected("the end of the expression");
        }
        return expression;
    }

    private Expression expression() {
        if (++nesting > MAX_NESTING) {
            throw Problem.limit(here(), "expressions stand more than " + MAX_NESTING + " levels deep in each other");
        }
        count.run();
        blanks();
        Expression expression = primary();
        while (true) {
            blanks();
            SourcePosition position = here();
            if (peek() == '.' || peek() == '[') {
                count.run();
            }
            if (take('.')) {
                boolean safe = take('?');
                blanks();
                expression = new Expression.Member(position, expression, name(), safe);
            } else if (take('[')) {
                boolean safe = take('?');
                expression = new Expression.Index(position, expression, expression(), safe);
                expect(']');
            } else {
                nesting--;
                return expression;
            }
        }
    }

    private Expression primary() {
        SourcePosition position = here();
        char c = peek();
        if (c == '\'') {
            return new Expression.Literal(Values.text(position, quoted()));
        }
        if (c == '-' || isDigit(c)) {
            return new Expression.Literal(new ScalarNode(position, number(), false));
        }
        String name = name();
        blanks();
        while (peek() != '(' && take('.')) {
            name = name + "." + name();
            blanks();
        }
        if (peek() != '(') {
            throw unexpected("( after the name of a function");
        }
        return ArmCalls.lower(position, name, arguments());
    }

    private List<Expression> arguments() {
        List<Expression> arguments = new ArrayList<>();
        expect('(');
        blanks();
        if (take(')')) {
            return arguments;
        }
        arguments.add(expression());
        blanks();
        while (take(',')) {
            arguments.add(expression());
            blanks();
        }
        expect(')');
        return arguments;
    }

    private String quoted() {
        SourcePosition position = here();
        StringBuilder content = new StringBuilder();
        at++;
        while (true) {
            int quote = text.indexOf('\'', at);
            if (quote < 0 || quote >= text.length() - 1) {
                throw Problem.expression(position, "the text in single quotes is not closed");
            }
            content.append(text, at, quote);
            at = quote + 1;
            if (text.charAt(at) != '\'') {
                return content.toString();
            }
            content.append('\'');
            at++;
        }
    }

    private String number() {
        int from = at;
        take('-');
        while (isDigit(peek())) {
            at++;
        }
        if (peek() == '.') {
            at++;
            while (isDigit(peek())) {
                at++;
            }
        }
        String number = text.substring(from, at);
        if (!isDigit(number.charAt(number.length() - 1))) {
            throw unexpected("a digit");
        }
        return number;
    }

    private String name() {
        int from = at;
        while (isNamePart(peek())) {
            at++;
        }
        if (from == at) {
            throw unexpected("a name");
        }
        return text.substring(from, at);
    }

    private void expect(char c) {
        blanks();
        if (!take(c)) {
            throw unexpected(String.valueOf(c));
        }
    }

    private boolean take(char c) {
        boolean found = at < text.length() - 1 && text.charAt(at) == c;
        if (found) {
            at++;
        }
        return found;
    }

    private void blanks() {
        while (at < text.length() - 1 && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() - 1 ? text.charAt(at) : 0;
    }

    private Problem unexpected(String expected) {
        String found = at < text.length() - 1
                ? Wording.quoted(text.substring(at, text.offsetByCodePoints(at, 1)))
                : "the end of the expression";
        return Problem.expression(
                here(), "the expression cannot be read (found " + found + ", expected " + expected + ")");
    }

    /** Where the next character stands. Only ever asked further on, so that each character is looked at once. */
    private SourcePosition here() {
        for (; seen < at; seen++) {
            char c = text.charAt(seen);
            if (c == '\n') {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return new SourcePosition(file, line, column);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(char c) {
        return c == '_' || c == '$' || Character.isLetterOrDigit(c);
    }
}
