// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

/** A place in a text that only moves on and knows its line and column. */
final class Cursor {
    private final String text;
    private int index;
    private int line = 1;
    private int column = 1;

    Cursor(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return index >= text.length();
    }

    int index() {
        return index;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** The character here; -1 at the end. */
    int peek() {
        return atEnd() ? -1 : text.codePointAt(index);
    }

    /** The unit some units further on; -1 beyond the end. */
    int peek(int ahead) {
        return index + ahead < text.length() ? text.charAt(index + ahead) : -1;
    }

    boolean startsWith(String prefix) {
        return text.startsWith(prefix, index);
    }

    boolean startsWith(String prefix, int ahead) {
        return text.startsWith(prefix, index + ahead);
    }

    /** What was passed since the index. */
    String since(int start) {
        return text.substring(start, index);
    }

    /** Passes one character; a carriage return with a line feed is one. */
    void advance() {
        int c = text.codePointAt(index);
        index += Character.charCount(c);
        if (c == '\n' || c == '\r') {
            if (c == '\r' && peek() == '\n') {
                index++;
            }
            line++;
            column = 1;
        } else {
            column++;
        }
    }

    void advance(int characters) {
        for (int i = 0; i < characters && !atEnd(); i++) {
            advance();
        }
    }

    /** Stops before the end of the line. */
    void skipLine() {
        while (!atEnd() && peek() != '\n' && peek() != '\r') {
            advance();
        }
    }

    /** Passes one line break, if there is one. */
    void skipLineBreak() {
        if (peek() == '\n' || peek() == '\r') {
            advance();
        }
    }

    /** Stops behind the mark, or at the end when there is none, which is then the answer. */
    boolean skipPast(String mark) {
        while (!atEnd()) {
            if (startsWith(mark)) {
                advance(mark.length());
                return true;
            }
            advance();
        }
        return false;
    }
}
