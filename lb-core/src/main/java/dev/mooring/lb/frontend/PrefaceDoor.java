// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import java.nio.charset.StandardCharsets;

/**
 * Finds out from its first octets whether a client begins with HTTP/2 without TLS, as one does that knows that it may (RFC 9113,
 * 3.3). Confined to its event loop.
 */
final class PrefaceDoor extends Door {
    /** No method of HTTP/1 that anybody uses begins like this. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);

    PrefaceDoor(Frontend frontend, LoopServices loop, Origin origin) {
        super(frontend, loop, origin);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf all = arrived(ctx, (ByteBuf) message);
        int common = common(all);
        if (common == all.readableBytes() && common < PREFACE.length) {
            return;
        }
        taken();
        ChannelPipeline pipeline = ctx.pipeline();
        if (common == PREFACE.length) {
            Protocols.http2(pipeline, this, frontend, loop, origin);
        } else {
            Protocols.http1(pipeline, this, frontend, loop, origin);
        }
        pipeline.fireChannelRead(all);
    }

    /** How many octets are as those of the preface. */
    private static int common(ByteBuf in) {
        int at = 0;
        while (at < PREFACE.length && at < in.readableBytes() && in.getByte(in.readerIndex() + at) == PREFACE[at]) {
            at++;
        }
        return at;
    }
}
