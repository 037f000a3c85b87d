// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HttpVersion;

/**
 * A request's head as it was on the wire, its framing and target checked. Immutable.
 *
 * @param method the method
 * @param target the target in origin form or {@code *}; of an absolute form, what follows the authority
 * @param authority the host with its port from the absolute form or from Host; empty when an HTTP/1.0 request has neither
 * @param version the version of HTTP in which it came
 * @param keepAlive whether the client wants its connection kept
 * @param headers the header fields
 * @param framing where the body ends
 */
public record ParsedRequest(
        String method,
        String target,
        String authority,
        HttpVersion version,
        boolean keepAlive,
        Headers headers,
        Framing framing) {

    /** Whether it is an HTTP/1.0 request. */
    public boolean http10() {
        return version == HttpVersion.HTTP_1_0;
    }
}
