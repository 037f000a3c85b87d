// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.http1.HeadException;
import dev.mooring.lb.http1.ProxyHeader;
import dev.mooring.lb.loop.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads whose connection it is from the header of the PROXY protocol that a trusted balancer sends first, for as long as a client
 * may take for a head, and then lets the connection in as that client's. Confined to its event loop.
 */
final class ProxyDoor extends ChannelInboundHandlerAdapter implements Timed {
    private final LoopServices loop;
    private final Origin balancer;
    private final BiConsumer<ChannelPipeline, Origin> next;
    private final long deadline;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf pending;
    private boolean refused;
    private int slot = -1;

    /**
     * A door for one connection.
     *
     * @param balancer where the connection really comes from
     * @param patienceNanos how long the header may take
     * @param next adds the handlers of the protocol that follows
     */
    ProxyDoor(LoopServices loop, Origin balancer, long patienceNanos, BiConsumer<ChannelPipeline, Origin> next) {
        this.loop = loop;
        this.balancer = balancer;
        this.next = next;
        this.deadline = loop.timers().now() + patienceNanos;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        loop.timers().add(this);
        loop.timers().lookAt(deadline);
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (refused) {
            in.release();
            return;
        }
        ByteBuf all = pending == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
        pending = all;
        try {
            ProxyHeader header = ProxyHeader.next(all);
            if (header != null) {
                pending = null;
                letIn(ctx.pipeline(), balancer.of(header), all);
            }
        } catch (HeadException e) {
            refused = true;
            GuardResponder.record(loop, balancer, e.failure(), String.valueOf(e.getMessage()));
            ctx.close();
        }
    }

    private void letIn(ChannelPipeline pipeline, Origin client, ByteBuf rest) {
        next.accept(pipeline, client);
        pipeline.remove(this);
        pipeline.fireChannelActive();
        if (rest.isReadable()) {
            pipeline.fireChannelRead(rest);
        } else {
            rest.release();
        }
        pipeline.fireChannelReadComplete();
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
