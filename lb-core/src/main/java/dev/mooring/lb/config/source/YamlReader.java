// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

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

    private YamlReader() {}

    /** The documents of the file, none when it holds only comments; empty when there is no reading it, which is then reported. */
    public static Optional<List<Node>> read(SourceFile file, Diagnostics diagnostics) {
        Optional<String> text = FileText.of(file, diagnostics);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new YamlTree(file.name(), text.get(), diagnostics).documents());
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
}
