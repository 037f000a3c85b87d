// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.model.BufferingSpec.Responses;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A response's body on its way through a buffer, as gateways have it that hold responses back: small pieces wait until the buffer
 * is full or the response is complete. Confined to one event loop.
 */
final class ResponseHold {
    private static final int BUFFER = 8 * 1024;
    /** A response that only the end of its connection ends is held to that end, if it is not larger than this. */
    private static final int UNFRAMED_BUFFER = 1 << 20;

    private static final HeaderName X_ACCEL_BUFFERING = HeaderName.of("X-Accel-Buffering");

    private final ByteBufAllocator allocator;
    private final int bound;
    private @Nullable CompositeByteBuf held;

    private ResponseHold(ByteBufAllocator allocator, int bound) {
        this.allocator = allocator;
        this.bound = bound;
    }

    /** What holds this response's body; null when it is to be passed on as it comes. */
    static @Nullable ResponseHold of(Responses wanted, ResponseHead response, ByteBufAllocator allocator) {
        boolean unframed = response.framing().kind() == Framing.Kind.UNTIL_CLOSE;
        if (wanted == Responses.PASS
                || (wanted == Responses.HOLD_UNFRAMED && !unframed)
                || "no".equalsIgnoreCase(response.headers().first(X_ACCEL_BUFFERING))) {
            return null;
        }
        return new ResponseHold(allocator, unframed ? UNFRAMED_BUFFER : BUFFER);
    }

    /** Takes some of the body, and gives what is to be passed on now; null for nothing. */
    @Nullable
    ByteBuf add(ByteBuf data) {
        if (held == null) {
            held = allocator.compositeBuffer(Integer.MAX_VALUE);
        }
        held.addComponent(true, data);
        return held.readableBytes() < bound ? null : rest();
    }

    /** What is still held; null for nothing. */
    @Nullable
    ByteBuf rest() {
        ByteBuf rest = held;
        held = null;
        return rest;
    }

    void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
