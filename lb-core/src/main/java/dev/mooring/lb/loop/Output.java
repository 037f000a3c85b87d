// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of what is sent on a connection which is read on. On the connection's event loop only. */
public final class Output {
    private static final Logger LOG = LoggerFactory.getLogger(Output.class);

    private Output() {}

    /**
     * Sends what was written and closes the connection, if the system takes all of it at once; else this begins to send it, and
     * nothing more. The end leaves in the same packet where the system can do that. Under TLS nothing happens: what is sent is not
     * what was written.
     *
     * @return whether it is closed
     */
    public static boolean sendAndClose(ChannelHandlerContext context) {
        Channel channel = context.channel();
        if (isTls(channel)) {
            return false;
        }
        if (waits(channel)) {
            holdForTheEnd(channel);
            context.flush();
        }
        if (waits(channel)) {
            return false;
        }
        context.close();
        return true;
    }

    private static boolean waits(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > 0;
    }

    private static void holdForTheEnd(Channel channel) {
        if (channel instanceof EpollSocketChannel && channel.isActive()) {
            try {
                channel.config().setOption(EpollChannelOption.TCP_CORK, true);
            } catch (ChannelException gone) {
                LOG.debug("a connection that is to be closed has closed already", gone);
            }
        }
    }

    private static boolean isTls(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

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
