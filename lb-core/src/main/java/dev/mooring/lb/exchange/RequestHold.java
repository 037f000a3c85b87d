// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http1.BodyReader;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/**
 * A request's body that is kept until it is complete, and for as long as it may have to be sent again. One that grows above the
 * bound is passed on from there as if nobody kept it. Confined to one event loop.
 */
final class RequestHold {
    /** So much of a body is kept, in bytes. */
    static final int MAX = 1 << 20;

    private final CompositeByteBuf octets;
    private boolean complete;

    RequestHold(ByteBufAllocator allocator) {
        octets = allocator.compositeBuffer(Integer.MAX_VALUE);
    }

    /** Keeps this, and owns it. */
    void add(ByteBuf data) {
        octets.addComponent(true, data);
    }

    /** The body is complete: chunks are joined, since its length is now known. */
    Framing complete(Framing framing) {
        complete = true;
        if (framing.kind() == Framing.Kind.CHUNKED) {
            join();
        }
        return Framing.ofLength(octets.readableBytes());
    }

    private void join() {
        try {
            ByteBuf joined = new BodyReader(Framing.CHUNKED, false, Failure.BAD_FRAMING).read(octets.duplicate());
            ByteBuf copy = octets.alloc().buffer(joined.readableBytes()).writeBytes(joined);
            joined.release();
            octets.removeComponents(0, octets.numComponents());
            octets.clear();
            octets.addComponent(true, copy);
        } catch (HeadException impossible) {
            throw new IllegalStateException("chunks that were found good are bad", impossible);
        }
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether it has grown above the bound, so that its end is not waited for. */
    boolean isFull() {
        return octets.readableBytes() > MAX;
    }

    /** The octets once more, for one try. */
    ByteBuf copy() {
        return octets.retainedDuplicate();
    }

    void release() {
        octets.release();
    }
}
