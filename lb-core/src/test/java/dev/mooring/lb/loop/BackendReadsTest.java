// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

final class BackendReadsTest {
    private static final int KIB = 1024;

    private final BackendReads reads = new BackendReads();

    @Test
    void oneThatSendsLittleIsGivenLittleRoom() {
        ExtendedHandle handle = reads.newHandle();
        for (int i = 0; i < 20; i++) {
            read(handle, 100);
        }
        assertTrue(handle.guess() <= 512, "room: " + handle.guess());
    }

    @Test
    void oneThatFillsItsRoomIsGivenMoreUpToAnEnd() {
        assertEquals(256 * KIB, busy().guess());
    }

    @Test
    void nobodyIsGivenMuchRoomWhileManyClientsDoNotKeepUp() {
        ExtendedHandle busy = busy();
        for (int i = 0; i < 63; i++) {
            reads.heldUp(true);
        }
        assertEquals(256 * KIB, busy.guess());
        reads.heldUp(true);
        assertEquals(64 * KIB, busy.guess());
        reads.heldUp(false);
        assertEquals(256 * KIB, busy.guess());
    }

    private ExtendedHandle busy() {
        ExtendedHandle handle = reads.newHandle();
        for (int i = 0; i < 20; i++) {
            read(handle, handle.guess());
        }
        return handle;
    }

    private static void read(ExtendedHandle handle, int bytes) {
        handle.reset(new EmbeddedChannel().config());
        handle.attemptedBytesRead(handle.guess());
        handle.lastBytesRead(bytes);
        handle.readComplete();
    }
}
