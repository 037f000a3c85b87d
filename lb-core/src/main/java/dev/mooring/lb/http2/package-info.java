// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/2 as values: what a field section means, how one is written, and when a client asks for too much. Knows no streams and
 * no sockets. Start with {@link dev.mooring.lb.http2.RequestFields}.
 */
@NullMarked
package dev.mooring.lb.http2;

import org.jspecify.annotations.NullMarked;
