// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * What a backend connection tells the exchange that holds it, in this order: interim heads, a head, bodies, the end; or a
 * failure at any point, and nothing after it. All on the event loop of both.
 */
public interface BackendListener {
    /** The connection is open. Told only for one that had to be opened. */
    void onConnected();

    /** A 1xx response, other than 101. */
    void onInterim(ResponseHead head);

    /** The response has begun. */
    void onHead(ResponseHead head);

    /**
     * A 101 to a request that asked for it. The listener hands the connection over to whoever speaks the new protocol, or gives it
     * up.
     */
    default void onSwitch(ResponseHead head) {
        throw new IllegalStateException("a switch of protocols that nobody asked for");
    }

    /** The backend sends no more, but may still read. Told only after a switch of protocols. */
    default void onHalfClosed() {}

    /** Some of the body, never empty, in the framing that was asked for. The listener releases it. */
    void onBody(ByteBuf data);

    /** The response is complete; the connection is no longer the listener's. */
    void onEnd(Headers trailers);

    /** All that arrived in one read has been told: the moment to flush. */
    void onReadComplete();

    /** The connection takes more of the request's body, after it did not. */
    void onWritable();

    /**
     * The connection failed and is closed.
     *
     * @param failure what happened
     * @param detail the cause for the log; never has any of the peer's octets in it
     */
    void onFailure(Failure failure, String detail);
}
