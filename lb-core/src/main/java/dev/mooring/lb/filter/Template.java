// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with variables and captured groups in braces. What it is filled with comes from strangers: control characters and what
 * does not fit into a field are left out, and so is all beyond a limit. Immutable.
 */
final class Template {
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z0-9_.-]+)}");
    private static final int MAX_LENGTH = 16 * 1024;

    private final String text;
    private final boolean templated;

    Template(String text, boolean templated) {
        this.text = text;
        this.templated = templated && text.indexOf('{') >= 0;
    }

    String fill(Scene scene, Captures captures) {
        if (!templated) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            String value = value(matcher.group(1), scene, captures);
            filled.append(text, from, matcher.start()).append(value == null ? matcher.group() : value);
            from = matcher.end();
        }
        return harmless(filled.append(text, from, text.length()));
    }

    private static @Nullable String value(String name, Scene scene, Captures captures) {
        String group = captures.group(name);
        return group == null ? Variables.value(name, scene) : group;
    }

    private static String harmless(StringBuilder text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length() && kept.length() < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c != 0x7f && c <= 0xff) {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
