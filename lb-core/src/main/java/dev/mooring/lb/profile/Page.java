// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.http.Headers;

/**
 * A response of a gateway's own. Immutable.
 *
 * @param reason the reason phrase
 * @param first header fields that stand before the date
 * @param last header fields that stand after it, Content-Length not included
 * @param body the text, in ASCII
 */
public record Page(String reason, Headers first, Headers last, String body) {}
