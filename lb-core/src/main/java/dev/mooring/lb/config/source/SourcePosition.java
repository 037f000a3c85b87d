// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

/**
 * Where something was written. Immutable.
 *
 * @param file the file's name, or a command line option such as {@code --listen}
 * @param line from 1; 0 for an option
 * @param column from 1, in code points; 0 for an option
 */
public record SourcePosition(String file, int line, int column) {

    /** The position of a command line option. */
    public static SourcePosition option(String name) {
        return new SourcePosition(name, 0, 0);
    }

    /** The first character of a file. */
    public static SourcePosition start(String file) {
        return new SourcePosition(file, 1, 1);
    }

    /** {@code file:line:column}, or the option. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
