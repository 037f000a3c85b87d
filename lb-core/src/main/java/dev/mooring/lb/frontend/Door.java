// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.loop.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the first octets of a connection to find out which protocol it speaks, or whose it is, for as long as a client
 * may take for a head. Confined to its event loop.
 */
abstract class Door extends ChannelInboundHandlerAdapter implements Timed {
    final Frontend frontend;
    final LoopServices loop;
    final Origin origin;
    final Duration patience;
    private final long deadline;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf pending;
    private int slot = -1;

    Door(Frontend frontend, LoopServices loop, Origin origin) {
        this.frontend = frontend;
        this.loop = loop;
        this.origin = origin;
        this.patience = frontend.live().current().spec().limits().headerTime();
        this.deadline = loop.timers().now() + patience.toNanos();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        loop.timers().add(this);
        loop.timers().lookAt(deadline);
        ctx.read();
    }

    /** All that has arrived and was not taken yet; it is kept until it is {@link #taken}. */
    final ByteBuf arrived(ChannelHandlerContext ctx, ByteBuf in) {
        pending = pending == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
        return pending;
    }

    /** What has arrived is no longer this one's. */
    final void taken() {
        pending = null;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.timers().remove(this);
        if (pending != null) {
            pending.release();
            pending = null;
        }
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
        context.close();
        return Long.MAX_VALUE;
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
