// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import dev.mooring.sample.http.HttpConnection;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import java.util.function.Supplier;

/** Sets up each new connection: bytes, then one message for each read, then keep-alive rules, then us. */
final class ConnectionPipeline extends ChannelInitializer<SocketChannel> {
    /** Large enough that an absurd Last-Event-ID reaches the code that explains it, in bytes. */
    private static final int MAX_HEADERS = 32 << 10;

    private static final int MAX_REQUEST_LINE = 16 << 10;

    private final Supplier<HttpConnection> connections;

    ConnectionPipeline(Supplier<HttpConnection> connections) {
        this.connections = connections;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_HEADERS);
        channel.pipeline()
                .addLast(new HttpServerCodec(limits))
                .addLast(new FlowControlHandler())
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(connections.get());
    }
}
