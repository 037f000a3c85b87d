// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.http1.HeadException;
import dev.mooring.lb.http1.ProxyHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import java.util.function.BiConsumer;

/**
 * Reads whose connection it is from the header of the PROXY protocol that a trusted balancer sends first, for as long as a client
 * may take for a head, and then lets the connection in as that client's. Confined to its event loop.
 */
final class ProxyDoor extends Door {
    private final BiConsumer<ChannelPipeline, Origin> next;
    private boolean refused;

    /**
     * A door for one connection.
     *
     * @param balancer where the connection really comes from
     * @param next adds the handlers of the protocol that follows
     */
    ProxyDoor(Frontend frontend, LoopServices loop, Origin balancer, BiConsumer<ChannelPipeline, Origin> next) {
        super(frontend, loop, balancer);
        this.next = next;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (refused) {
            in.release();
            return;
        }
        ByteBuf all = arrived(ctx, in);
        try {
            ProxyHeader header = ProxyHeader.next(all);
            if (header != null) {
                taken();
                letIn(ctx.pipeline(), origin.of(header), all);
            }
        } catch (HeadException e) {
            refused = true;
            GuardResponder.record(loop, origin, e.failure(), String.valueOf(e.getMessage()));
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
}
