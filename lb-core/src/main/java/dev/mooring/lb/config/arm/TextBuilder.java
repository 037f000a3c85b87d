// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import dev.mooring.lb.config.source.SourcePosition;

/** Makes text from parts, and stops before it is too long. */
final class TextBuilder {
    private final SourcePosition position;
    private final StringBuilder text = new StringBuilder();

    TextBuilder(SourcePosition position) {
        this.position = position;
    }

    TextBuilder append(String part) {
        if (text.length() + part.length() > Budget.MAX_TEXT) {
            throw Problem.fatal(position, "a text would have more than " + Budget.MAX_TEXT + " characters");
        }
        text.append(part);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
