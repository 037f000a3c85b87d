// SPDX-License-Identifier: Apache-2.0
/**
 * How one HTTP/1.1 connection is served: one exchange at a time, back-pressure both ways, and a gate that a fault can
 * shut. It must not know any endpoint. Start with {@link dev.mooring.sample.http.Exchange}.
 */
@NullMarked
package dev.mooring.sample.http;

import org.jspecify.annotations.NullMarked;
