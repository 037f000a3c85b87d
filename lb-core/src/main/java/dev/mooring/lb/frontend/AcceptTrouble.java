// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a listener that cannot accept, most often because the process has no file descriptor left: when it begins, and when it
 * is over, but not for each of the tries that follow every second. Stands behind netty's own handler, which makes the pause.
 * Confined to its event loop.
 */
final class AcceptTrouble extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptTrouble.class);

    /** So long nothing must have failed before it is over: a single free descriptor does not end it. */
    private static final long SETTLED = TimeUnit.SECONDS.toNanos(3);

    private final String listener;
    private boolean troubled;
    private boolean watching;
    private long begin;
    private long last;

    private AcceptTrouble(String listener) {
        this.listener = listener;
    }

    /** Begins to watch a listener. */
    static void watch(ChannelPipeline pipeline, String listener) {
        AcceptTrouble trouble = new AcceptTrouble(listener);
        pipeline.addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object accepted) {
                trouble.accepted(ctx);
                ctx.fireChannelRead(accepted);
            }
        });
        pipeline.addLast(trouble);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        last = System.nanoTime();
        if (!troubled) {
            troubled = true;
            begin = last;
            LOG.warn(
                    "listener {} cannot accept connections: {}; those that are open go on, and it tries again every second",
                    listener,
                    cause.getMessage());
        }
    }

    private void accepted(ChannelHandlerContext ctx) {
        if (troubled && !watching) {
            watching = true;
            long now = System.nanoTime();
            ctx.executor().schedule(() -> judge(now), SETTLED, TimeUnit.NANOSECONDS);
        }
    }

    /** One was accepted then: it is over, unless another one could not be. */
    private void judge(long accepted) {
        watching = false;
        if (last - accepted < 0) {
            troubled = false;
            long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(accepted - begin));
            LOG.warn("listener {} accepts connections again, after {} s", listener, seconds);
        }
    }
}
