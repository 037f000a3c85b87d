// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: takes requests in turn, one exchange at a time. Reading is explicit ({@code AUTO_READ} is off): a
 * message is asked for only when somebody is ready to take it, so neither a pipelining client nor an upload fills the heap.
 * Confined to its event loop.
 */
// A write or close that fails ends the connection, which is noticed in channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
public final class HttpConnection extends ChannelInboundHandlerAdapter {
    private final Endpoint front;
    private final Gate gate;
    private final Connections connections;
    private final Consumer<String> log;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    /** A request that came while another one is served or the gate is shut; nothing is read until its turn. */
    private @Nullable Request waiting;

    /** A message was asked for and has not come. */
    private boolean wanting;

    private long number;

    /**
     * @param front answers every request
     * @param gate holds requests back while it is shut
     * @param connections the register this connection is in while it is open
     * @param log receives one line for each defect
     */
    public HttpConnection(Endpoint front, Gate gate, Connections connections, Consumer<String> log) {
        this.front = front;
        this.gate = gate;
        this.connections = connections;
        this.log = log;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        number = connections.opened(this);
        read();
    }

    /** Asks for one message. */
    void read() {
        if (context != null) {
            wanting = true;
            context.read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // A read may end without a message, when only part of one has come; then it has to be asked for again.
        if (wanting) {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connections.closed(this);
        waiting = null;
        if (exchange != null) {
            exchange.connectionClosed();
            exchange = null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        wanting = false;
        try {
            HttpObject part = (HttpObject) message;
            if (part.decoderResult().isFailure()) {
                refuse(ctx, part.decoderResult().cause());
            } else if (part instanceof HttpRequest head) {
                arrive(ctx, head);
            } else if (part instanceof HttpContent content && exchange != null) {
                exchange.received(content.content(), content instanceof LastHttpContent);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void arrive(ChannelHandlerContext ctx, HttpRequest head) {
        Request request;
        try {
            request = new Request(head);
        } catch (Problem problem) {
            refuse(ctx, problem);
            return;
        }
        if (exchange != null || gate.holds(request)) {
            waiting = request;
        } else {
            begin(ctx, request);
        }
    }

    private void begin(ChannelHandlerContext ctx, Request request) {
        connections.requestStarted();
        Exchange begun = new Exchange(ctx, this, gate, request);
        exchange = begun;
        begun.guard(() -> front.handle(begun));
    }

    /** The current exchange is over in both directions. */
    void exchangeDone() {
        exchange = null;
        if (waiting != null && context != null) {
            // Not at once: a long row of pipelined requests would become a deep stack.
            context.executor().execute(this::takeWaiting);
        }
    }

    /** Lets a held request, or the rest of the current exchange, go on. */
    void gateOpened() {
        if (exchange != null) {
            exchange.gateOpened();
        } else {
            takeWaiting();
        }
    }

    private void takeWaiting() {
        Request request = waiting;
        if (request != null && exchange == null && context != null && !gate.holds(request)) {
            waiting = null;
            begin(context, request);
        }
    }

    /** The connection's name in events, lists and logs. */
    String name() {
        return "c" + number;
    }

    boolean closing() {
        return connections.closing();
    }

    void closeIfIdle() {
        if (context != null && (exchange == null || exchange.responseComplete())) {
            // Behind an empty write, because the end of the last answer may still be on its way.
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    void reset() {
        if (context != null) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            context.close();
        }
    }

    /** Logs a defect of this program; what clients do wrong is answered, not logged. */
    void defect(Throwable cause) {
        log.accept(name() + " internal error: " + cause);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.pump();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // An IOException is the peer's reset: everyday life for a backend, and channelInactive follows.
        if (!(cause instanceof IOException)) {
            defect(cause);
        }
        ctx.close();
    }

    /** What cannot be parsed has no known end: answer and close (RFC 9112, 2.2 and 6.3). */
    private void refuse(ChannelHandlerContext ctx, Throwable cause) {
        if (exchange == null) {
            ctx.writeAndFlush(Refusal.of(cause)).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.close();
        }
    }
}
