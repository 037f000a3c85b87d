// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.failure.Failure;

/**
 * Octets that are not HTTP. Thrown by the parsers, caught by the connection that called them, and never passed further: from
 * there on a {@link Failure} is a value. It has no stack trace, because strangers can cause it at will.
 */
public final class HeadException extends Exception {
    private static final long serialVersionUID = 1;

    private final Failure failure;

    /** The failure that the peer caused, and what exactly was wrong. The message never repeats the peer's octets. */
    public HeadException(Failure failure, String message) {
        super(message, null, false, false);
        this.failure = failure;
    }

    /** The failure that the peer caused. */
    public Failure failure() {
        return failure;
    }
}
