// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.SourcePosition;

/** Scans the content of texts: up to the end of the text or to its next hole, which is passed. */
final class TextScanner {
    private static final int MAX_CODE_POINT_DIGITS = 6;

    private final Cursor cursor;
    private final SyntaxProblems problems;

    TextScanner(Cursor cursor, SyntaxProblems problems) {
        this.cursor = cursor;
        this.problems = problems;
    }

    /** Scans a text on one line; answers whether a hole was opened. */
    boolean line(StringBuilder content) {
        while (!cursor.atEnd()) {
            int c = cursor.peek();
            if (c == '\'') {
                cursor.advance();
                return false;
            } else if (c == '\n' || c == '\r') {
                break;
            } else if (cursor.startsWith("${")) {
                cursor.advance(2);
                return true;
            } else if (c == '\\') {
                escape(content);
            } else {
                content.appendCodePoint(c);
                cursor.advance();
            }
        }
        String found = cursor.atEnd() ? "the end of the file" : "the end of the line";
        problems.syntax(position(), "a text without an end", found, "a single quote");
        return false;
    }

    /** Scans a text in three quotes, in which a hole opens with as many dollars as stand before it; none means no holes. */
    boolean lines(StringBuilder content, int dollars) {
        SourcePosition start = position();
        String opening = "$".repeat(dollars) + "{";
        while (!cursor.atEnd()) {
            // Of four quotes the first belongs to the text.
            if (cursor.startsWith("'''") && cursor.peek(3) != '\'') {
                cursor.advance(3);
                return false;
            } else if (dollars > 0 && cursor.startsWith(opening)) {
                cursor.advance(opening.length());
                return true;
            }
            content.appendCodePoint(cursor.peek());
            int before = cursor.index();
            cursor.advance();
            if (cursor.index() - before == 2 && cursor.since(before).equals("\r\n")) {
                content.append('\n');
            }
        }
        problems.syntax(start, "a text without an end", "the end of the file", "three single quotes");
        return false;
    }

    private void escape(StringBuilder content) {
        SourcePosition start = position();
        int c = cursor.peek(1);
        if (cursor.startsWith("u{", 1)) {
            codePoint(content, start);
            return;
        }
        int meant =
                switch (c) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case '\\', '\'', '$' -> c;
                    default -> -1;
                };
        cursor.advance();
        if (meant >= 0) {
            cursor.advance();
            content.appendCodePoint(meant);
        } else {
            String expected = "\\\\, \\', \\n, \\r, \\t, \\u{...} or \\${";
            problems.syntax(start, "this escape means nothing", "a backslash before something else", expected);
        }
    }

    private void codePoint(StringBuilder content, SourcePosition start) {
        cursor.advance(3);
        int from = cursor.index();
        while (!cursor.atEnd() && Character.digit(cursor.peek(), 16) >= 0) {
            cursor.advance();
        }
        String digits = cursor.since(from);
        boolean closed = cursor.peek() == '}';
        if (closed) {
            cursor.advance();
        }
        boolean fits = closed && !digits.isEmpty() && digits.length() <= MAX_CODE_POINT_DIGITS;
        int value = fits ? Integer.parseInt(digits, 16) : -1;
        if (value >= 0 && Character.isValidCodePoint(value)) {
            content.appendCodePoint(value);
        } else {
            problems.syntax(start, "this escape means nothing", "\\u{ with something else", "\\u{1F600} or the like");
        }
    }

    private SourcePosition position() {
        return problems.at(cursor.line(), cursor.column());
    }
}
