// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * How much is read of a backend at a time: as much as it lately sent. What is read at once wakes the peers once, so a download may
 * have much of it, as long as few others are held up by clients that do not keep up. Confined to its event loop.
 */
public final class BackendReads implements RecvByteBufAllocator {
    private static final int FEW = 64;
    private static final int SMALL = 64 * 1024;
    private static final int LARGE = 256 * 1024;

    private final RecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator(64, 2048, LARGE);
    private int heldUp;

    /** The client of an exchange does not keep up, or keeps up again. */
    public void heldUp(boolean begins) {
        heldUp += begins ? 1 : -1;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Bounded((ExtendedHandle) adaptive.newHandle());
    }

    private final class Bounded extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle reads;

        Bounded(ExtendedHandle reads) {
            super(reads);
            this.reads = reads;
        }

        @Override
        public int guess() {
            int guess = reads.guess();
            return heldUp < FEW ? guess : Math.min(guess, SMALL);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return allocator.ioBuffer(guess());
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return reads.continueReading(maybeMore);
        }
    }
}
