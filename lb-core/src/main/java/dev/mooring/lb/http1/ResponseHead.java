// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.http.Headers;

/**
 * The head of a backend's response, its framing checked. Immutable.
 *
 * @param status 100 to 599
 * @param reason the reason phrase, possibly empty
 * @param http10 whether the backend speaks HTTP/1.0
 * @param keepAlive whether the backend's connection may be used again
 * @param headers the header fields
 * @param framing where the body ends
 */
public record ResponseHead(
        int status, String reason, boolean http10, boolean keepAlive, Headers headers, Framing framing) {
    /** Whether another head for the same request follows (RFC 9110, 15.2). */
    public boolean isInterim() {
        return status < 200;
    }
}
