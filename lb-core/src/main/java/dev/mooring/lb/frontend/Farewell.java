// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.loop.Output;
import dev.mooring.lb.loop.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a client connection whose last response has been written: lets the client read all of it before the connection is
 * closed. A socket that is closed with octets unread is reset, and the reset overtakes the response (RFC 9112, 9.6). Takes the
 * place of {@link ClientConnection} in the pipeline. Confined to its event loop.
 */
final class Farewell extends ChannelInboundHandlerAdapter implements Timed {
    /** How long a client may read nothing of the response. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    /** How long, and for how many bytes, a client may go on sending after it got the response. */
    private static final long LINGER = TimeUnit.SECONDS.toNanos(2);

    private static final long LINGER_BYTES = 4L << 20;

    private final LoopTimers timers;
    private final boolean nothingMoreComes;
    private long deadline;
    private long unread = Long.MAX_VALUE;
    private boolean flushed;
    private long ignored;
    private @Nullable ChannelHandlerContext context;
    private int slot = -1;

    /**
     * The end of a connection.
     *
     * @param nothingMoreComes whether all that the client had to say was read
     */
    Farewell(LoopTimers timers, boolean nothingMoreComes) {
        this.timers = timers;
        this.nothingMoreComes = nothingMoreComes;
        this.deadline = timers.now() + PATIENCE;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (nothingMoreComes && Output.sendAndClose(ctx)) {
            return;
        }
        timers.add(this);
        timers.lookAt(deadline);
        ctx.writeAndFlush(ctx.alloc().buffer(0)).addListener((ChannelFutureListener) this::responseSent);
        // Also to notice that the client has gone.
        ctx.read();
    }

    private void responseSent(ChannelFuture done) {
        flushed = true;
        if (nothingMoreComes || !done.isSuccess() || !(done.channel() instanceof DuplexChannel duplex)) {
            done.channel().close();
            return;
        }
        deadline = timers.now() + LINGER;
        timers.lookAt(deadline);
        Output.end(duplex);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ignored += in.readableBytes();
        in.release();
        if (ignored > LINGER_BYTES) {
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE && flushed) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timers.remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public long onTime(long now) {
        if (now < deadline || context == null) {
            return deadline;
        }
        if (!flushed && hasReadOn(context)) {
            deadline = now + PATIENCE;
            return deadline;
        }
        if (!flushed) {
            // The end of the response is still here: a plain close would look like it.
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        context.close();
        return Long.MAX_VALUE;
    }

    /** Whether less of the response waits than when this was asked before. */
    private boolean hasReadOn(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer waiting = ctx.channel().unsafe().outboundBuffer();
        long before = unread;
        unread = waiting == null ? 0 : waiting.totalPendingWriteBytes();
        return unread < before;
    }

    @Override
    public int timerSlot() {
        return slot;
    }

    @Override
    public void timerSlot(int newSlot) {
        slot = newSlot;
    }
}
