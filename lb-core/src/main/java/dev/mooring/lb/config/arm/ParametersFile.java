// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.JsonReader;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the JSON files that give values to the parameters of templates. */
public final class ParametersFile {
    private ParametersFile() {}

    /**
     * The values in a file, by name in lower case. What cannot be read is reported. A parameter that points to a secret store has
     * no value here.
     */
    public static Map<String, Node> read(SourceFile file, Diagnostics diagnostics) {
        Map<String, Node> values = new HashMap<>();
        Optional<Node> root = JsonReader.read(file, diagnostics);
        if (root.isEmpty()) {
            return values;
        }
        Node parameters = root.get() instanceof MapNode map
                ? map.findIgnoringCase("parameters").orElse(map)
                : root.get();
        if (!(parameters instanceof MapNode map)) {
            wrongKind(parameters.position(), "parameters", Values.kind(parameters), diagnostics);
            return values;
        }
        for (MapNode.Entry entry : map.entries()) {
            if (entry.value() instanceof MapNode value) {
                value.findIgnoringCase("value").ifPresent(node -> values.putIfAbsent(Values.lower(entry.key()), node));
            } else if (!entry.key().startsWith("$") && !entry.key().equalsIgnoreCase("contentVersion")) {
                wrongKind(entry.keyPosition(), entry.key(), Values.kind(entry.value()), diagnostics);
            }
        }
        return values;
    }

    private static void wrongKind(SourcePosition position, String key, String found, Diagnostics diagnostics) {
        String expected = "an object with the key value for each parameter";
        String message = Wording.message(KeyPath.of(key), "the wrong kind of value", found, expected);
        diagnostics.add(DiagnosticCode.WRONG_KIND, position, message, "");
    }
}
