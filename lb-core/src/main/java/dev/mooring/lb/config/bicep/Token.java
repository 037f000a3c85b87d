// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import dev.mooring.lb.config.source.Wording;

/**
 * The smallest piece of Bicep that means something. Line ends are tokens, since they separate statements and items.
 *
 * @param kind what it is
 * @param text a name, a number or a symbol as written; of a text its content, with escapes resolved
 * @param line from 1
 * @param column from 1, in code points
 */
record Token(Kind kind, String text, int line, int column) {
    enum Kind {
        NAME,
        NUMBER,
        SYMBOL,
        /** A text without a hole. */
        TEXT,
        /** A text up to its first hole. */
        TEXT_START,
        /** What stands between two holes. */
        TEXT_MIDDLE,
        /** What follows the last hole. */
        TEXT_END,
        LINE_END,
        FILE_END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** What a message calls it. Never the content of a text, which may be a secret. */
    String described() {
        return switch (kind) {
            case NAME, SYMBOL -> Wording.quoted(text);
            case NUMBER -> "the number " + Wording.quoted(text);
            case TEXT, TEXT_START -> "a text";
            case TEXT_MIDDLE, TEXT_END -> "the end of '${'";
            case LINE_END -> "the end of the line";
            case FILE_END -> "the end of the file";
        };
    }
}
