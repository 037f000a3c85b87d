// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.Optional;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** What the readers ask of a file before they look at its grammar: not too large, and text. */
public final class FileText {
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private FileText() {}

    /** The text without a byte order mark; empty when there is no reading it, which is then reported. */
    public static Optional<String> of(SourceFile file, Diagnostics diagnostics) {
        String text = withoutByteOrderMark(file.text());
        if (text.length() > YamlReader.MAX_CHARS) {
            String found = text.length() + " characters";
            String message =
                    Wording.message(KeyPath.ROOT, "the file is too large", found, "at most " + YamlReader.MAX_CHARS);
            diagnostics.add(DiagnosticCode.INPUT_LIMIT, SourcePosition.start(file.name()), message, "");
            return Optional.empty();
        }
        return isText(file.name(), text, diagnostics) ? Optional.of(text) : Optional.empty();
    }

    private static String withoutByteOrderMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** Looks for what no text holds, since the libraries say only that, not where. */
    private static boolean isText(String file, String text, Diagnostics diagnostics) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= ' ' && unit <= '~') {
                // Almost all that there is, and large files are read when nothing is compiled yet.
                continue;
            }
            int c = text.codePointAt(i);
            if (c == '\n') {
                line++;
                lineStart = i + 1;
            } else if (c == REPLACEMENT_CHARACTER || !StreamReader.isPrintable(c)) {
                int column = text.codePointCount(lineStart, i) + 1;
                String message = Wording.message(
                        KeyPath.ROOT, "not text", String.format("character U+%04X", c), "a UTF-8 text file");
                diagnostics.add(DiagnosticCode.NOT_TEXT, new SourcePosition(file, line, column), message, "");
                return false;
            }
            i += Character.charCount(c) - 1;
        }
        return true;
    }
}
