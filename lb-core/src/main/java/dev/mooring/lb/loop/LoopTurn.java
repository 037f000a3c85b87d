// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One turn of an event loop: from when the sockets that are ready have been told until it waits for them again. All of them are
 * read first, and what came of it is sent at the end of the turn, so that peers are woken once for many messages and not for
 * each; the clock is read once. Confined to its event loop.
 */
public final class LoopTurn {
    private final EventLoop loop;
    private final Runnable end = this::end;
    private @Nullable Channel[] written = new Channel[64];
    private int size;
    private long now;
    private boolean begun;

    /** The turns of one loop. */
    public LoopTurn(EventLoop loop) {
        this.loop = loop;
    }

    /** When this turn began, as {@link System#nanoTime} tells it; elsewhere than on the loop, the time. */
    public long now() {
        if (!loop.inEventLoop()) {
            return System.nanoTime();
        }
        begin();
        return now;
    }

    /** What was written to the channel is sent at the end of this turn; at once when it is so much that reading would stop. */
    public void flush(Channel channel) {
        if (!channel.isWritable()) {
            channel.flush();
            return;
        }
        if (size == written.length) {
            written = Arrays.copyOf(written, size * 2);
        }
        written[size++] = channel;
        begin();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            now = System.nanoTime();
            loop.execute(end);
        }
    }

    private void end() {
        // Before anything is sent: what a flush lets be written belongs to the next turn.
        begun = false;
        int count = size;
        for (int i = 0; i < count; i++) {
            Channel channel = written[i];
            if (channel != null) {
                channel.flush();
            }
        }
        size -= count;
        System.arraycopy(written, count, written, 0, size);
        Arrays.fill(written, size, size + count, null);
    }
}
