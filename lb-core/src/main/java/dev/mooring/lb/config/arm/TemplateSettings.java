// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.Node;
import java.time.InstantSource;
import java.util.Map;

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

    public TemplateSettings {
        parameters = Map.copyOf(parameters);
        values = Map.copyOf(values);
    }

    /** The form of a name in which neither case nor blanks nor quotes matter. */
    public static String key(String name) {
        return name.replaceAll("[\\s'\"]", "").toLowerCase(java.util.Locale.ROOT);
    }
}
