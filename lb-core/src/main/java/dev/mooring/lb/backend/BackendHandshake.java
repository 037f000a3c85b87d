// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Waits for the end of a TLS handshake with a backend. Confined to its event loop. */
final class BackendHandshake extends ChannelInboundHandlerAdapter {
    private final BackendConnection connection;

    BackendHandshake(BackendConnection connection) {
        this.connection = connection;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            return;
        }
        if (handshake.isSuccess()) {
            ctx.pipeline().replace(this, null, connection);
        } else {
            ctx.close();
            connection.handshakeFailed(handshake.cause());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The event above tells the same.
        ctx.close();
    }
}
