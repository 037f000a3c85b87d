// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2, of which JSON is a part. Whatever the text, the answer comes soon, needs little memory and is never an
 * exception: what is wrong becomes a diagnostic.
 */
public final class YamlReader {
    /** The largest text. */
    public static final int MAX_CHARS = 16 * 1024 * 1024;
    /** The deepest nesting of maps and lists. */
    public static final int MAX_DEPTH = 100;
    /** The most values, each counted as often as aliases repeat it. */
    public static final int MAX_NODES = 500_000;

    private static final int REPLACEMENT_CHARACTER = 0xFFFD;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private YamlReader() {}

    /** The documents of the file, none when it holds only comments; empty when there is no reading it, which is then reported. */
    public static Optional<List<Node>> read(SourceFile file, Diagnostics diagnostics) {
        String text = withoutByteOrderMark(file.text());
        if (text.length() > MAX_CHARS) {
            String message = Wording.message(
                    KeyPath.ROOT, "the file is too large", text.length() + " characters", "at most " + MAX_CHARS);
            diagnostics.add(DiagnosticCode.INPUT_LIMIT, SourcePosition.start(file.name()), message, "");
            return Optional.empty();
        }
        if (!isText(file.name(), text, diagnostics)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new YamlTree(file.name(), text, diagnostics).documents());
        } catch (YamlTree.Stop stop) {
            diagnostics.add(
                    stop.diagnostic.code(),
                    stop.diagnostic.position(),
                    stop.diagnostic.message(),
                    stop.diagnostic.hint());
        } catch (MarkedYamlEngineException syntax) {
            YamlErrors.report(file.name(), syntax, diagnostics);
        } catch (YamlEngineException other) {
            diagnostics.add(
                    DiagnosticCode.YAML_SYNTAX, SourcePosition.start(file.name()), "this is not valid YAML", "");
        }
        return Optional.empty();
    }

    private static String withoutByteOrderMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** Looks for what no text holds, since the library says only that, not where. */
    private static boolean isText(String file, String text, Diagnostics diagnostics) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
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
        }
        return true;
    }
}
