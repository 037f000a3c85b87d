// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.http2.FrameGuard;
import dev.mooring.lb.http2.FrameGuard.Violation;
import dev.mooring.lb.loop.LoopTimers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Stands before an HTTP/2 session: shows what arrives to the {@link FrameGuard}, and reads nothing while the client does not
 * read either, since each frame may ask for an answer. Confined to its event loop.
 */
final class Http2Gate extends ChannelDuplexHandler {
    private final FrameGuard guard;
    private final Http2Session session;
    private final LoopTimers timers;
    private boolean wantsRead;
    private boolean shut;

    Http2Gate(FrameGuard guard, Http2Session session, LoopTimers timers) {
        this.guard = guard;
        this.session = session;
        this.timers = timers;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        Violation problem = shut ? null : guard.see(in, timers.now());
        if (problem == null) {
            ctx.fireChannelRead(in);
            return;
        }
        shut = true;
        in.release();
        session.giveUp(problem.error(), problem.detail());
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        wantsRead = !shut && !ctx.channel().isWritable();
        if (!wantsRead) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (wantsRead && ctx.channel().isWritable()) {
            wantsRead = false;
            ctx.read();
        }
        ctx.fireChannelWritabilityChanged();
    }
}
