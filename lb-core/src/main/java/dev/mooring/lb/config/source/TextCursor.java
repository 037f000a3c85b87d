// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

/** Says on which line and in which column an offset is. Asked in ascending order it looks at each character once. */
final class TextCursor {
    private final String file;
    private final String text;
    private int offset;
    private int line = 1;
    private int column = 1;

    TextCursor(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** The position of an offset; if the cursor is already further on, of where it is. */
    SourcePosition at(int target) {
        while (offset < target) {
            char c = text.charAt(offset);
            if (c >= ' ' && c <= '~') {
                offset++;
                column++;
            } else {
                step();
            }
        }
        return new SourcePosition(file, line, column);
    }

    private void step() {
        char c = text.charAt(offset++);
        boolean startsPair = c == '\r' && offset < text.length() && text.charAt(offset) == '\n';
        if (c == '\n' || (c == '\r' && !startsPair)) {
            line++;
            column = 1;
        } else if (!Character.isHighSurrogate(c)) {
            column++;
        }
    }
}
