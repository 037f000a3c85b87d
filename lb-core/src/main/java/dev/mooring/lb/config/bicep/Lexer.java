// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts Bicep into tokens. What is no token is reported and left out, so that the parser sees the rest. Takes time and memory in
 * proportion to the text, whatever the text.
 */
final class Lexer {
    /** More than the largest template that a gateway accepts has. */
    static final int MAX_TOKENS = 500_000;

    /** Longer symbols first, so that the longest one wins. */
    private static final List<String> SYMBOLS = List.of(
            "...", "::", "==", "=>", "=~", "!=", "!~", "<=", ">=", "&&", "||", "??", "{", "}", "[", "]", "(", ")", ",",
            ":", "=", "!", "<", ">", "+", "-", "*", "/", "%", "?", ".", "@", "|", "^");

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int NO_BREAK_SPACE = 0xA0;

    private final Cursor cursor;
    private final SyntaxProblems problems;
    private final TextScanner texts;
    private final List<Token> tokens = new ArrayList<>();
    /** The texts whose holes surround the current place, innermost first. */
    private final Deque<Hole> holes = new ArrayDeque<>();

    private Lexer(String text, SyntaxProblems problems) {
        this.cursor = new Cursor(text);
        this.problems = problems;
        this.texts = new TextScanner(cursor, problems);
    }

    /** The tokens of the text; the last one is always {@link Token.Kind#FILE_END}. */
    static List<Token> tokens(String text, SyntaxProblems problems) {
        Lexer lexer = new Lexer(text, problems);
        lexer.scan();
        return lexer.tokens;
    }

    private void scan() {
        while (!cursor.atEnd() && !problems.enough()) {
            if (tokens.size() >= MAX_TOKENS) {
                String found = "more than " + MAX_TOKENS + " words and signs";
                problems.limit(position(), "the file holds too much", found, "at most " + MAX_TOKENS);
                break;
            }
            next();
        }
        add(Token.Kind.FILE_END, "", cursor.line(), cursor.column());
    }

    private SourcePosition position() {
        return problems.at(cursor.line(), cursor.column());
    }

    private void next() {
        int c = cursor.peek();
        if (c == '\n' || c == '\r') {
            lineEnd();
        } else if (Character.isWhitespace(c) || c == BYTE_ORDER_MARK || c == NO_BREAK_SPACE) {
            cursor.advance();
        } else if (!comment(c) && !word(c) && !text(c) && !symbol()) {
            unknown();
        }
    }

    private boolean comment(int c) {
        boolean line = cursor.startsWith("//") || c == '#';
        boolean lines = cursor.startsWith("/*");
        if (line) {
            cursor.skipLine();
        } else if (lines) {
            SourcePosition start = position();
            if (!cursor.skipPast("*/")) {
                problems.syntax(start, "a comment without an end", "the end of the file", "'*/'");
            }
        }
        return line || lines;
    }

    private boolean word(int c) {
        boolean digit = c >= '0' && c <= '9';
        if (digit || isNameStart(c)) {
            word(digit ? Token.Kind.NUMBER : Token.Kind.NAME);
            return true;
        }
        return false;
    }

    private boolean text(int c) {
        if (c == '"') {
            doubleQuoted();
        } else if (c == '\'' || dollarsBeforeQuotes() > 0) {
            text();
        } else {
            return false;
        }
        return true;
    }

    private void lineEnd() {
        int line = cursor.line();
        int column = cursor.column();
        cursor.advance();
        if (tokens.isEmpty() || !tokens.get(tokens.size() - 1).is(Token.Kind.LINE_END)) {
            add(Token.Kind.LINE_END, "", line, column);
        }
    }

    private void word(Token.Kind kind) {
        int line = cursor.line();
        int column = cursor.column();
        int start = cursor.index();
        while (!cursor.atEnd() && isNamePart(cursor.peek())) {
            cursor.advance();
        }
        add(kind, cursor.since(start), line, column);
    }

    private static boolean isNameStart(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isNamePart(int c) {
        return isNameStart(c) || (c >= '0' && c <= '9');
    }

    /** How many dollars announce a multi-line text with holes here; none when no such text begins. */
    private int dollarsBeforeQuotes() {
        int dollars = 0;
        while (cursor.peek(dollars) == '$') {
            dollars++;
        }
        return cursor.startsWith("'''", dollars) ? dollars : 0;
    }

    private void text() {
        int line = cursor.line();
        int column = cursor.column();
        int dollars = dollarsBeforeQuotes();
        if (cursor.startsWith("'''", dollars)) {
            cursor.advance(dollars + 3);
            cursor.skipLineBreak();
            piece(new Hole(true, dollars), true, line, column);
        } else {
            cursor.advance();
            piece(new Hole(false, 1), true, line, column);
        }
    }

    /** Scans from the beginning of a text, or from the end of one of its holes, to the next hole or the end. */
    private void piece(Hole hole, boolean first, int line, int column) {
        StringBuilder content = new StringBuilder();
        boolean opened = hole.lines ? texts.lines(content, hole.dollars) : texts.line(content);
        if (opened) {
            holes.push(hole);
            hole.braces = 0;
            add(first ? Token.Kind.TEXT_START : Token.Kind.TEXT_MIDDLE, content.toString(), line, column);
        } else {
            add(first ? Token.Kind.TEXT : Token.Kind.TEXT_END, content.toString(), line, column);
        }
    }

    private boolean symbol() {
        for (String symbol : SYMBOLS) {
            if (cursor.startsWith(symbol)) {
                symbol(symbol);
                return true;
            }
        }
        return false;
    }

    private void symbol(String symbol) {
        int line = cursor.line();
        int column = cursor.column();
        cursor.advance(symbol.length());
        Hole hole = holes.peek();
        if (hole != null && symbol.equals("}") && hole.braces == 0) {
            holes.pop();
            piece(hole, false, line, column);
            return;
        }
        if (hole != null) {
            hole.braces += symbol.equals("{") ? 1 : symbol.equals("}") ? -1 : 0;
        }
        add(Token.Kind.SYMBOL, symbol, line, column);
    }

    /** Takes a text as other languages write it for one, so that only the quotes are wrong. */
    private void doubleQuoted() {
        SourcePosition position = position();
        int line = cursor.line();
        int column = cursor.column();
        int start = cursor.index() + 1;
        cursor.advance();
        while (!cursor.atEnd() && "\"\n\r".indexOf(cursor.peek()) < 0) {
            cursor.advance();
        }
        add(Token.Kind.TEXT, cursor.since(start), line, column);
        if (cursor.peek() == '"') {
            cursor.advance();
        }
        problems.syntax(position, "a text in double quotes", "'\"'", "single quotes");
    }

    private void unknown() {
        SourcePosition position = position();
        int c = cursor.peek();
        while (!cursor.atEnd() && cursor.peek() == c) {
            cursor.advance();
        }
        problems.syntax(position, "this character means nothing here", String.format("character U+%04X", c), "Bicep");
    }

    private void add(Token.Kind kind, String text, int line, int column) {
        tokens.add(new Token(kind, text, line, column));
    }

    /** A text that is interrupted by a hole. */
    private static final class Hole {
        private final boolean lines;
        private final int dollars;
        private int braces;

        Hole(boolean lines, int dollars) {
            this.lines = lines;
            this.dollars = dollars;
        }
    }
}
