// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.flow.FlowControlHandler;
import java.time.Duration;

/** Sets up a connection to the admin listener, or refuses it when there are too many. */
final class AdminPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_LINE = 4 * 1024;
    private static final int MAX_HEAD = 16 * 1024;

    private final ChannelGroup connections;
    private final AdminDispatcher dispatcher;
    private final Duration patience;

    AdminPipeline(ChannelGroup connections, AdminDispatcher dispatcher, Duration patience) {
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.patience = patience;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (connections.size() >= MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        connections.add(channel);
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEAD)
                .setUseRfc9112TransferEncoding(true);
        channel.pipeline()
                .addLast(new HttpServerCodec(limits))
                .addLast(new WholeRequests())
                // One read may bring several requests; this hands over one at a time, so answers come in order.
                .addLast(new FlowControlHandler())
                .addLast(new AdminConnection(dispatcher, patience));
    }

    /** Requests with their bodies. One that is too large goes on as a broken one, so that its answer has its turn. */
    private static final class WholeRequests extends HttpObjectAggregator {
        WholeRequests() {
            super(MAX_BODY, true);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
            FullHttpRequest broken = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
            broken.setDecoderResult(DecoderResult.failure(new TooLongHttpContentException("more than " + MAX_BODY)));
            ctx.fireChannelRead(broken);
        }
    }
}
