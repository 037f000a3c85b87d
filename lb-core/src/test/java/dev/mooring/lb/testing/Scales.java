// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.locks.LockSupport;

/**
 * Weighs all that a balancer holds which takes its buffers from {@link #allocator}: it does not pool, so that the bytes given out
 * and not got back are the capacity of every buffer that is alive. A thread looks all the time.
 */
public final class Scales implements AutoCloseable {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final Thread thread = new Thread(this::look, "scales");
    private volatile boolean stopped;
    private volatile long most;

    public Scales() {
        thread.setDaemon(true);
        thread.start();
    }

    public ByteBufAllocator allocator() {
        return allocator;
    }

    /** What is held now, in bytes. */
    public long held() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    /** The most that ever was. */
    public long most() {
        return most;
    }

    private void look() {
        while (!stopped) {
            most = Math.max(most, held());
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void close() {
        stopped = true;
    }
}
