// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.JsonReader;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a user says about templates beside their text. Immutable.
 *
 * @param parameters values of parameters files, by name in lower case
 * @param values values of {@code --set}, by {@link #key(String) key} of their name: parameters, and what else is unknown
 * @param files the files that templates may include
 * @param clock what time it is for functions such as {@code utcNow}
 */
public record TemplateSettings(
        Map<String, Node> parameters, Map<String, Node> values, LinkedFiles files, InstantSource clock) {
    /** Nothing is said. */
    public static final TemplateSettings NONE =
            new TemplateSettings(Map.of(), Map.of(), LinkedFiles.NONE, InstantSource.system());

    private static final SourcePosition SET = SourcePosition.option("--set");

    public TemplateSettings {
        parameters = Map.copyOf(parameters);
        values = Map.copyOf(values);
    }

    /**
     * What {@code --set} says: each is {@code NAME=VALUE}, where a value that is JSON is what the JSON says, and any other is text.
     * One that is not of this form is reported.
     */
    public static Map<String, Node> values(List<String> settings, Diagnostics diagnostics) {
        Map<String, Node> values = new HashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                String message =
                        Wording.message(KeyPath.ROOT, "not of the right form", Wording.quoted(setting), "NAME=VALUE");
                diagnostics.add(DiagnosticCode.BAD_OPTION, SET, message, "");
            } else {
                String text = setting.substring(equals + 1);
                Node value = JsonReader.value(SET, text).orElseGet(() -> Values.text(SET, text));
                values.put(key(setting.substring(0, equals)), value);
            }
        }
        return values;
    }

    /**
     * Reports the settings that mean nothing to any template.
     *
     * @param used what means something, as {@link AzureResources#settings()} of all templates says
     * @param diagnostics where the reports go
     */
    public void reportUnused(Set<String> used, Diagnostics diagnostics) {
        parameters.forEach((name, value) -> unused(name, used, value.position(), diagnostics));
        values.forEach((name, value) -> unused(name, used, SET, diagnostics));
    }

    private static void unused(String name, Set<String> used, SourcePosition position, Diagnostics diagnostics) {
        if (!used.contains(name)) {
            String message = "no template asks for " + Wording.quoted(name);
            diagnostics.add(DiagnosticCode.UNUSED_PARAMETER, position, message, () -> Wording.didYouMean(name, used));
        }
    }

    /** The form of a name in which neither case nor blanks nor quotes matter. */
    public static String key(String name) {
        StringBuilder key = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isWhitespace(c) && c != '\'' && c != '"') {
                key.append(c);
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }
}
