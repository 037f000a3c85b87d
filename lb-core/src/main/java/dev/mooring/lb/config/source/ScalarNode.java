// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

/**
 * A single value. Numbers and truth values stay text: what they are is for the reader of a key to say.
 *
 * @param position where it begins
 * @param text its text, quotes and escapes resolved
 * @param quoted whether it can only be text: quoted, or a block; {@code "8080"} is, {@code 8080} is not
 */
public record ScalarNode(SourcePosition position, String text, boolean quoted) implements Node {

    /** Whether it stands for nothing (YAML 1.2, 10.3.2): no text at all, {@code ~} or {@code null}. */
    public boolean isNull() {
        return !quoted
                && switch (text) {
                    case "", "~", "null", "Null", "NULL" -> true;
                    default -> false;
                };
    }

    @Override
    public String kind() {
        return isNull() ? "nothing" : quoted ? "quoted text" : "a single value";
    }
}
