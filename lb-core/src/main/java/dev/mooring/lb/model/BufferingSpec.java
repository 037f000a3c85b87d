// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

/**
 * What is held back instead of being passed on as it comes.
 *
 * @param requests whether a request's body is read whole before a backend sees the request
 * @param responses what is done with a response's body
 */
public record BufferingSpec(boolean requests, Responses responses) {
    /** Everything is passed on at once. */
    public static final BufferingSpec OFF = new BufferingSpec(false, Responses.PASS);

    /** What is done with a response's body. */
    public enum Responses {
        /** Passed on as it comes. */
        PASS,
        /** Held until a buffer of 8 KiB is full or the response is complete, unless {@code X-Accel-Buffering: no} forbids it. */
        HOLD,
        /** Held only if nothing but the end of the connection ends it, as nginx does when it buffers. */
        HOLD_UNFRAMED
    }
}
