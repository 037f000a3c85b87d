// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.Arrival;
import dev.mooring.lb.exchange.ClientEvents;
import dev.mooring.lb.exchange.Exchange;
import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http1.HeadException;
import dev.mooring.lb.http1.ParsedRequest;
import dev.mooring.lb.http1.RequestParser;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.runtime.Snapshot;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1 connection from a client: reads requests, serves them one after the other in the order they came, and keeps an
 * eye on whether the client is still there for as long as it has not sent much ahead. What it sends ahead waits unparsed.
 * Confined to its event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Served {
    /** How much a client may send ahead until no more is read; its end is not noticed either then. */
    private static final int AHEAD = 16 * 1024;

    private static final long NEVER = Long.MAX_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final Frontend frontend;
    private final LoopServices loop;
    private final Origin origin;
    private final LimitSpec limits;
    private final RequestParser parser;
    private final ClientPace pace;
    private final ClientClocks clocks;

    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf pending;
    private @Nullable Http1Stream stream;
    private boolean busy;
    private boolean inputEnded;
    private boolean closing;
    private int slot = -1;
    private int requests;

    ClientConnection(Frontend frontend, LoopServices loop, Origin origin) {
        this.frontend = frontend;
        this.loop = loop;
        this.origin = origin;
        this.limits = frontend.live().current().spec().limits();
        this.parser = new RequestParser(limits);
        this.pace = new ClientPace(loop.timers(), limits.pace());
        this.clocks = new ClientClocks(loop.timers(), limits);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        loop.timers().add(this);
        if (!origin.withinLimit() || frontend.isDraining()) {
            refuse(origin.refusalOrDrain(), origin.refusalDetail(limits));
            return;
        }
        clocks.opened();
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (closing) {
            in.release();
            return;
        }
        pace.received(in.readableBytes());
        pending = pending == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readOn();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent) {
            if (stream != null && stream.isTunnel() && !inputEnded && !Served.endIsGenuine(ctx, event)) {
                ctx.close();
            } else {
                inputEnds();
            }
        }
    }

    private void inputEnds() {
        inputEnded = true;
        if (stream == null && !hasPending() && !closing) {
            closeAfterFlush(true);
        } else if (stream != null && stream.isTunnel()) {
            endTunnelInput();
        } else if (!closing) {
            clocks.inputEnded();
            process();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            pace.responseWaits(ctx.channel());
            return;
        }
        ClientEvents exchange = exchange();
        if (exchange != null) {
            exchange.clientWritable();
        } else {
            resume();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        loop.timers().remove(this);
        release();
        ClientEvents exchange = exchange();
        if (stream != null) {
            stream.release();
        }
        stream = null;
        if (exchange != null) {
            exchange.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset or a broken pipe is told by channelInactive. Anything else is a mistake of our own.
        ClientEvents exchange = exchange();
        if (!Served.isBrokenOff(cause)) {
            LOG.error("a client's connection is given up after a mistake", cause);
            if (exchange != null) {
                exchange.broken(cause);
            }
        }
        ctx.close();
    }

    /** Something has changed that may let the next octets be used. */
    void resume() {
        if (!busy && !closing) {
            process();
            readOn();
        }
    }

    /** The current request has become a tunnel, in which a client that sends no more is nothing special. */
    void switched() {
        clocks.halfIsFine();
    }

    /** The response of the current request is complete. */
    void finished(boolean keepAlive, boolean requestRead) {
        stream = null;
        if (!keepAlive || frontend.isDraining() || (inputEnded && !hasPending())) {
            closeAfterFlush(requestRead);
            return;
        }
        clocks.between();
        resume();
    }

    /**
     * The response of the current request will never be complete.
     *
     * @param looksComplete whether a plain close would look like its end, so that only a reset tells the truth
     */
    void cut(boolean looksComplete) {
        stream = null;
        closing = true;
        ChannelHandlerContext ctx = open();
        ctx.flush();
        if (looksComplete) {
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        // Below TLS: its own end would say that the response is complete.
        ctx.pipeline().firstContext().close();
    }

    @Override
    public @Nullable ChannelHandlerContext atWork() {
        return stream == null ? null : context;
    }

    boolean isDraining() {
        return frontend.isDraining();
    }

    @Override
    public void drain() {
        if (stream == null && !closing) {
            closeAfterFlush(true);
        }
    }

    @Override
    public void drainEnded(boolean inAnyCase) {
        ClientEvents exchange = exchange();
        if (exchange != null) {
            exchange.drainEnded(inAnyCase);
        }
    }

    @Override
    public long onTime(long now) {
        if (clocks.isGone(now)) {
            open().close();
            return NEVER;
        }
        ClientEvents exchange = exchange();
        if (exchange != null) {
            long next = exchange.onTime(now);
            return Math.min(Math.min(next, clocks.goneBy()), pace.keep(stream, !hasPending(), open().channel(), now));
        }
        if (!clocks.isLate(now)) {
            return clocks.next();
        }
        if (clocks.inHead()) {
            refuse(
                    Failure.CLIENT_TIMEOUT,
                    "the head took longer than " + limits.headerTime().toMillis() + " ms");
        } else {
            // Not at once: the end of the last response may still be on its way to a slow client.
            closeAfterFlush(true);
        }
        return NEVER;
    }

    @Override
    public int timerSlot() {
        return slot;
    }

    @Override
    public void timerSlot(int newSlot) {
        slot = newSlot;
    }

    /** Uses what has arrived: as heads between exchanges, as a body within one. A loop, since pipelined requests are many. */
    private void process() {
        if (busy) {
            return;
        }
        busy = true;
        try {
            boolean progress = true;
            while (progress && pending != null && pending.isReadable() && !closing) {
                progress = stream == null ? nextRequest(pending) : readBody(stream, pending);
            }
        } finally {
            busy = false;
        }
        if (closing || (pending != null && !pending.isReadable())) {
            release();
        }
        endTunnelInput();
    }

    /** Tells a tunnel that its client sends no more, once all that it did send has been passed on. */
    private void endTunnelInput() {
        if (inputEnded && !closing && stream != null && stream.isTunnel() && !hasPending()) {
            stream.inputEnded();
        }
    }

    private boolean readBody(Http1Stream to, ByteBuf in) {
        if (!to.wantsBody()) {
            return false;
        }
        int before = in.readableBytes();
        to.read(in);
        return in.readableBytes() < before;
    }

    private boolean nextRequest(ByteBuf in) {
        if (!open().channel().isWritable()) {
            return false;
        }
        try {
            ParsedRequest request = parser.next(in);
            if (request == null && inputEnded) {
                throw new HeadException(Failure.BAD_FRAMING, "the client sends no more, in the middle of a head");
            } else if (request == null) {
                if (parser.started()) {
                    clocks.head();
                }
                return false;
            }
            serve(request);
            return true;
        } catch (HeadException e) {
            refuse(e.failure(), String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void serve(ParsedRequest request) throws HeadException {
        ChannelHandlerContext ctx = open();
        Snapshot snapshot = frontend.live().current();
        Arrival arrival = RequestGuard.admit(request, origin, snapshot.spec());
        clocks.serving();
        Http1Stream next =
                new Http1Stream(this, ctx, loop.turn(), pace, request, RequestGuard.bodyLimit(snapshot.spec()));
        stream = next;
        if (++requests == limits.requestsPerConnection()) {
            next.closeAfterResponse();
        }
        next.serve(new Exchange(loop, snapshot, arrival, next, ctx.alloc()));
    }

    /**
     * Sends on what was read, and reads on if what comes can be used, or else to notice that the client has gone: unless it
     * has sent much ahead, one more read can do no harm.
     */
    private void readOn() {
        ClientEvents exchange = exchange();
        if (exchange != null) {
            exchange.requestReadComplete();
        }
        boolean usable = closing || pending == null || pending.readableBytes() < AHEAD || mayContinue();
        if (usable && !inputEnded && context != null && context.channel().isActive()) {
            context.read();
        }
    }

    private boolean mayContinue() {
        return stream == null ? open().channel().isWritable() : stream.wantsBody();
    }

    private boolean hasPending() {
        return pending != null && pending.isReadable();
    }

    private void refuse(Failure failure, String detail) {
        new GuardResponder(loop, origin, frontend.live()).respond(open(), failure, detail, parser.readsHead());
        closeAfterFlush(false);
    }

    /** The last response has been written: what is left is to let the client read it, and to close. */
    private void closeAfterFlush(boolean requestRead) {
        closing = true;
        boolean nothingMoreComes = inputEnded || (requestRead && !hasPending());
        release();
        loop.timers().remove(this);
        open().pipeline().replace(this, null, new Farewell(loop.timers(), nothingMoreComes));
    }

    private @Nullable ClientEvents exchange() {
        return stream == null ? null : stream.served();
    }

    private void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    private ChannelHandlerContext open() {
        return Objects.requireNonNull(context, "the connection is not open yet");
    }
}
