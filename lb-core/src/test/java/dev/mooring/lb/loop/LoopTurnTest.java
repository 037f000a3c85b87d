// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTurnTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LoopTurn turn = new LoopTurn(channel.eventLoop());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void nothingIsSentBeforeTheEndOfTheTurn() {
        channel.write(Unpooled.wrappedBuffer(new byte[] {1}));
        turn.flush(channel);
        assertNull(channel.readOutbound());
        channel.runPendingTasks();
        assertEquals(1, channel.outboundMessages().size());
    }

    @Test
    void muchIsSentAtOnce() {
        channel.write(Unpooled.wrappedBuffer(new byte[1 << 20]));
        turn.flush(channel);
        assertEquals(1, channel.outboundMessages().size());
    }

    @Test
    void moreChannelsThanExpectedAreAllFlushed() {
        int[] flushed = {0};
        channel.pipeline().addLast(new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext ctx) {
                flushed[0]++;
                ctx.flush();
            }
        });
        for (int i = 0; i < 1000; i++) {
            turn.flush(channel);
        }
        channel.runPendingTasks();
        assertEquals(1000, flushed[0]);
    }

    @Test
    void whatIsWrittenWhileTheTurnEndsIsSentInTheNext() throws Exception {
        DefaultEventLoop loop = new DefaultEventLoop();
        try {
            LoopTurn other = new LoopTurn(loop);
            CompletableFuture<Integer> all = new CompletableFuture<>();
            int[] flushed = {0};
            channel.pipeline().addLast(new ChannelOutboundHandlerAdapter() {
                @Override
                public void flush(ChannelHandlerContext ctx) {
                    if (++flushed[0] < 200) {
                        other.flush(channel);
                    }
                    if (flushed[0] >= 200) {
                        loop.execute(() -> loop.execute(() -> all.complete(flushed[0])));
                    }
                }
            });
            loop.execute(() -> {
                other.flush(channel);
                other.flush(channel);
            });
            assertEquals(201, all.get(10, TimeUnit.SECONDS));
        } finally {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    @Test
    void theClockStandsStillWithinATurnAndGoesOnAfterIt() {
        long began = turn.now();
        while (System.nanoTime() == began) {
            Thread.onSpinWait();
        }
        assertEquals(began, turn.now());
        channel.runPendingTasks();
        assertTrue(turn.now() > began);
    }

    @Test
    void otherThreadsAreToldTheTime() {
        long began = turn.now();
        long later = CompletableFuture.supplyAsync(new LoopTurn(channel.eventLoop())::now)
                .join();
        assertTrue(later >= began);
    }
}
