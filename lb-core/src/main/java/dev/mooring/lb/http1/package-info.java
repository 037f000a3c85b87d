// SPDX-License-Identifier: Apache-2.0
/**
 * The wire form of HTTP/1.1 (RFC 9112): heads and bodies between octets and values, strictly. Knows nothing of routes,
 * backends or sockets. Start with {@link dev.mooring.lb.http1.RequestParser}.
 */
@NullMarked
package dev.mooring.lb.http1;

import org.jspecify.annotations.NullMarked;
