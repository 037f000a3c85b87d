// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

/**
 * How a message says where its body ends (RFC 9112, 6.3). Immutable.
 *
 * @param kind the way
 * @param length the length of the body in bytes, for {@link Kind#LENGTH}; else 0
 */
public record Framing(Kind kind, long length) {
    /** There is no body. */
    public static final Framing NONE = new Framing(Kind.NONE, 0);

    /** The body comes in chunks and ends with an empty one. */
    public static final Framing CHUNKED = new Framing(Kind.CHUNKED, 0);

    /** The body ends with the connection. */
    public static final Framing UNTIL_CLOSE = new Framing(Kind.UNTIL_CLOSE, 0);

    /** The ways to say where a body ends. */
    public enum Kind {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    /** A body of so many bytes; none at all when there are none. */
    public static Framing ofLength(long length) {
        return length == 0 ? NONE : new Framing(Kind.LENGTH, length);
    }
}
