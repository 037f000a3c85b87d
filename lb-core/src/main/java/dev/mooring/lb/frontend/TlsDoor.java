// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.tls.ServerTls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first octets of a connection to a TLS listener, and lets in what begins a handshake; a plain request gets the
 * answer that it is at the wrong port. Confined to its event loop.
 */
final class TlsDoor extends Door {
    /** The type of a record with a handshake in it (RFC 8446, 5.1): what every TLS client begins with. */
    private static final int HANDSHAKE = 22;

    private static final int MAX_CLIENT_HELLO = 16 * 1024;

    private final ServerTls tls;
    private boolean refused;

    TlsDoor(Frontend frontend, LoopServices loop, Origin origin, ServerTls tls) {
        super(frontend, loop, origin);
        this.tls = tls;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (refused || !in.isReadable()) {
            in.release();
            return;
        }
        if (in.getUnsignedByte(in.readerIndex()) != HANDSHAKE) {
            in.release();
            refuse(ctx);
            return;
        }
        ChannelPipeline pipeline = ctx.pipeline();
        if (tls.context(null) instanceof JdkSslContext) {
            // The other engine refuses by itself.
            pipeline.addLast(new NoRenegotiation());
        }
        pipeline.addLast(new Hello(), new TlsGreeting(frontend, loop, origin));
        pipeline.remove(this);
        pipeline.fireChannelRead(in);
    }

    private void refuse(ChannelHandlerContext ctx) {
        refused = true;
        new GuardResponder(loop, origin, frontend.live()).respond(ctx, Failure.PLAIN_ON_TLS, "", false);
        ctx.pipeline().replace(this, null, new Farewell(loop.timers(), false));
    }

    /** Reads which server a client asks for, and takes that one's certificate. */
    private final class Hello extends SniHandler {
        Hello() {
            super(TlsDoor.this::choose, MAX_CLIENT_HELLO, patience.toMillis());
        }

        @Override
        protected SslHandler newSslHandler(SslContext chosen, ByteBufAllocator allocator) {
            SslHandler handler = chosen.newHandler(allocator);
            handler.setHandshakeTimeoutMillis(patience.toMillis());
            return handler;
        }
    }

    private Future<SslContext> choose(@Nullable String serverName, Promise<SslContext> promise) {
        return promise.setSuccess(tls.context(serverName));
    }
}
