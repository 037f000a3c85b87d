// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.HandshakeFailure;
import dev.mooring.lb.exchange.LoopServices;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Waits for the end of a TLS handshake, and makes way for the protocol that was agreed on. Confined to its event loop. */
final class TlsGreeting extends ChannelInboundHandlerAdapter {
    private final Frontend frontend;
    private final LoopServices loop;
    private final Origin origin;
    private boolean told;

    TlsGreeting(Frontend frontend, LoopServices loop, Origin origin) {
        this.frontend = frontend;
        this.loop = loop;
        this.origin = origin;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent && ((SslCompletionEvent) event).isSuccess()) {
            begin(ctx);
        } else if (event instanceof SslCompletionEvent completion && !completion.isSuccess()) {
            failed(ctx, HandshakeTrouble.of(completion.cause()));
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            failed(ctx, HandshakeFailure.CUT);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed(ctx, HandshakeFailure.CUT);
    }

    /** Counts it, once, and closes the connection: the client has its alert already. */
    private void failed(ChannelHandlerContext ctx, HandshakeFailure why) {
        if (!told) {
            told = true;
            loop.observer().handshakeFailed(why);
        }
        ctx.close();
    }

    private void begin(ChannelHandlerContext ctx) {
        String agreed = ctx.pipeline().get(SslHandler.class).applicationProtocol();
        if (ApplicationProtocolNames.HTTP_2.equals(agreed)) {
            Protocols.http2(ctx.pipeline(), this, frontend, loop, origin);
        } else {
            Protocols.http1(ctx.pipeline(), this, frontend, loop, origin);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx, HandshakeTrouble.of(cause));
    }
}
