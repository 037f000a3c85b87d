// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** The end of what is sent on a connection which is read on. On the connection's event loop only. */
public final class Output {
    private Output() {}

    /** Sends what was written, and then the end; under TLS its own end first, or it would look cut. */
    public static void finish(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) sent -> {
            if (sent.isSuccess() && sent.channel() instanceof DuplexChannel duplex) {
                end(duplex);
            }
        });
    }

    /** Sends the end; all that was written has been sent. */
    public static void end(DuplexChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(told -> channel.shutdownOutput());
        }
    }
}
