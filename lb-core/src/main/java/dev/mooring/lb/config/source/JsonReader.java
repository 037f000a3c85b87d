// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads JSON as the tools of the cloud read it: with comments, commas after the last value, and text over several lines.
 * Whatever the text, the answer comes soon, needs little memory and is never an exception: what is wrong becomes a diagnostic.
 * The limits are those of {@link YamlReader}.
 */
public final class JsonReader {
    private JsonReader() {}

    /** The value in the file; empty when there is no reading it, which is then reported. */
    public static Optional<Node> read(SourceFile file, Diagnostics diagnostics) {
        Optional<String> text = FileText.of(file, diagnostics);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try (JsonTree tree = new JsonTree(file.name(), text.get(), diagnostics)) {
            return Optional.of(tree.root());
        } catch (JsonTree.Stop stop) {
            diagnostics.add(stop.code, stop.position, stop.message, "");
        } catch (StreamConstraintsException limit) {
            SourcePosition position = place(file.name(), text.get(), limit);
            diagnostics.add(DiagnosticCode.INPUT_LIMIT, position, "a name or a number is too long", "");
        } catch (JsonParseException syntax) {
            JsonErrors.report(place(file.name(), text.get(), syntax), syntax, diagnostics);
        } catch (IOException cannotBe) {
            SourcePosition start = SourcePosition.start(file.name());
            diagnostics.add(DiagnosticCode.JSON_SYNTAX, start, "this is not valid JSON", "");
        }
        return Optional.empty();
    }

    /** The value in a short text that is no file, such as one of the command line; empty when it is not JSON. */
    public static Optional<Node> value(SourcePosition position, String text) {
        Diagnostics ignored = new Diagnostics();
        return read(new SourceFile(position.file(), text), ignored)
                .filter(node -> !ignored.hasErrors())
                .map(node -> Nodes.at(node, position));
    }

    private static SourcePosition place(String file, String text, JsonProcessingException problem) {
        long offset = problem.getLocation() == null ? 0 : problem.getLocation().getCharOffset();
        return new TextCursor(file, text).at((int) Math.max(0, Math.min(text.length(), offset)));
    }
}
