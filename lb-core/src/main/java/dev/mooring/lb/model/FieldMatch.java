// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/**
 * A condition on a named value of a request: a header field, a query parameter or a cookie.
 *
 * @param name the name
 * @param kind how the value is compared
 * @param value the text or the regular expression; empty for {@link Kind#PRESENT}
 */
public record FieldMatch(String name, Kind kind, String value) {
    /** The value must be exactly this. */
    public static FieldMatch exact(String name, String value) {
        return new FieldMatch(name, Kind.EXACT, value);
    }

    /** How a value is compared. */
    public enum Kind {
        EXACT,
        /** A regular expression that matches the whole value. */
        REGEX,
        /** Any value, also an empty one. */
        PRESENT
    }
}
