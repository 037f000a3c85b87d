// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP messages as values: heads, header fields, cookies, addresses. Knows the grammar of RFC 9110 and nothing of sockets,
 * clocks or routing. Start with {@link dev.mooring.lb.http.RequestHead}.
 */
@NullMarked
package dev.mooring.lb.http;

import org.jspecify.annotations.NullMarked;
