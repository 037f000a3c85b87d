// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.loop.Timed;
import dev.mooring.lb.tls.ServerTls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
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
final class TlsDoor extends ChannelInboundHandlerAdapter implements Timed {
    /** The type of a record with a handshake in it (RFC 8446, 5.1): what every TLS client begins with. */
    private static final int HANDSHAKE = 22;

    private static final int MAX_CLIENT_HELLO = 16 * 1024;

    private final Frontend frontend;
    private final LoopServices loop;
    private final Origin origin;
    private final ServerTls tls;
    private final long patienceMillis;
    private final long deadline;
    private boolean refused;
    private @Nullable ChannelHandlerContext context;
    private int slot = -1;

    TlsDoor(Frontend frontend, LoopServices loop, Origin origin, ServerTls tls) {
        this.frontend = frontend;
        this.loop = loop;
        this.origin = origin;
        this.tls = tls;
        this.patienceMillis =
                frontend.live().current().spec().limits().headerTime().toMillis();
        this.deadline = loop.timers().now() + patienceMillis * 1_000_000;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        loop.timers().add(this);
        loop.timers().lookAt(deadline);
        ctx.read();
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
        pipeline.addLast(new Hello(), new TlsGreeting(frontend, loop, origin));
        pipeline.remove(this);
        pipeline.fireChannelRead(in);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.timers().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public long onTime(long now) {
        if (now < deadline || context == null) {
            return deadline;
        }
        context.close();
        return Long.MAX_VALUE;
    }

    @Override
    public int timerSlot() {
        return slot;
    }

    @Override
    public void timerSlot(int newSlot) {
        slot = newSlot;
    }

    private void refuse(ChannelHandlerContext ctx) {
        refused = true;
        new GuardResponder(loop, origin).respond(ctx, Failure.PLAIN_ON_TLS, "", false);
        ctx.pipeline().replace(this, null, new Farewell(loop.timers(), false));
    }

    /** Reads which server a client asks for, and takes that one's certificate. */
    private final class Hello extends SniHandler {
        Hello() {
            super(TlsDoor.this::choose, MAX_CLIENT_HELLO, patienceMillis);
        }

        @Override
        protected SslHandler newSslHandler(SslContext chosen, ByteBufAllocator allocator) {
            SslHandler handler = chosen.newHandler(allocator);
            handler.setHandshakeTimeoutMillis(patienceMillis);
            return handler;
        }
    }

    private Future<SslContext> choose(@Nullable String serverName, Promise<SslContext> promise) {
        return promise.setSuccess(tls.context(serverName));
    }
}
