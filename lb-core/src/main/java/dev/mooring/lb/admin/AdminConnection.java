// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the admin listener: a request, its answer, then the next request. Whoever takes too long with a whole request
 * or with taking its answer is cut off, however busy it looks. Confined to its event loop.
 */
final class AdminConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminConnection.class);

    private final AdminDispatcher dispatcher;
    private final Duration patience;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean hungUp;

    AdminConnection(AdminDispatcher dispatcher, Duration patience) {
        this.dispatcher = dispatcher;
        this.patience = patience;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        arm(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        disarm();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (hungUp) {
            return;
        }
        // The client has done its part; how long a handler may take is the dispatcher's business.
        disarm();
        // Until it is answered, the flow control before this handler keeps the next one.
        ctx.channel().config().setAutoRead(false);
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        dispatcher
                .answer(request)
                .whenComplete((answer, never) -> ctx.executor().execute(() -> send(ctx, answer, keepAlive)));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("admin: connection of {} failed", ctx.channel().remoteAddress(), cause);
        ctx.close();
    }

    private void send(ChannelHandlerContext ctx, AdminResponse answer, boolean keepAlive) {
        boolean last = !keepAlive || FramingGuard.LAST.contains(answer.status());
        hungUp = last;
        arm(ctx);
        ctx.writeAndFlush(encode(answer, last)).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess()) {
                ctx.close();
            } else if (last) {
                hangUp(ctx.channel());
            } else {
                arm(ctx);
                ctx.channel().config().setAutoRead(true);
            }
        });
    }

    /**
     * Ends our half, and throws away what still comes until the client ends its own or the deadline comes. To close at once while
     * the client is sending would reset the connection, and with it the answer.
     */
    private static void hangUp(Channel channel) {
        channel.config().setAutoRead(true);
        ((DuplexChannel) channel).shutdownOutput();
    }

    private void arm(ChannelHandlerContext ctx) {
        disarm();
        if (ctx.channel().isActive()) {
            deadline = ctx.executor().schedule(() -> ctx.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** A handler of the embedding program may have made an answer that HTTP cannot say. */
    private static FullHttpResponse encode(AdminResponse answer, boolean last) {
        try {
            return response(answer, last);
        } catch (IllegalArgumentException e) {
            LOG.error("admin: an answer with status {} cannot be sent", answer.status(), e);
            return response(AdminResponse.error(500, "this failed; the log has its cause"), last);
        }
    }

    private static FullHttpResponse response(AdminResponse answer, boolean last) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(answer.status());
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        if (!answer.contentType().isEmpty()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        }
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set("x-content-type-options", "nosniff");
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
        headers.set("referrer-policy", "no-referrer");
        headers.set("cross-origin-resource-policy", "same-origin");
        headers.set(HttpHeaderNames.VARY, "Origin");
        answer.headers().forEach(headers::set);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status,
                Unpooled.copiedBuffer(answer.body(), UTF_8),
                headers,
                EmptyHttpHeaders.INSTANCE);
        HttpUtil.setContentLength(response, response.content().readableBytes());
        HttpUtil.setKeepAlive(response, !last);
        return response;
    }
}
