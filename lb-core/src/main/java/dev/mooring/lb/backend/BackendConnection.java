// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.HeadException;
import dev.mooring.lb.loop.Output;
import dev.mooring.lb.loop.Watched;
import dev.mooring.lb.runtime.BackendState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection to a backend: writes one request, reads one response, and may then be used again. Reads only when
 * it is asked to, so that a client that stops reading stops its backend. Confined to its event loop.
 */
public final class BackendConnection extends ChannelInboundHandlerAdapter implements Watched {
    /** How long a backend may take to read the end of what a tunnel had for it. */
    private static final long LAST_WORDS_MILLIS = 1000;

    private final BackendConnections pool;
    private final Endpoint endpoint;
    private final BackendState backend;
    private final ResponseReader response = new ResponseReader();

    private @Nullable Channel connecting;
    private @Nullable ChannelHandlerContext context;
    private @Nullable BackendListener listener;
    private @Nullable ByteBuf pending;
    private boolean inputEnded;
    private boolean paused;
    private boolean used;
    private boolean outputBroken;
    private boolean closed;
    private boolean closeNotified;
    private long idleSince;

    BackendConnection(BackendConnections pool, Endpoint endpoint, BackendListener first) {
        this.pool = pool;
        this.endpoint = endpoint;
        this.backend = endpoint.backend();
        this.listener = first;
    }

    /** The backend at the other end. */
    public BackendState backend() {
        return backend;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether an earlier exchange has used this connection: the backend may be closing it this very moment. */
    public boolean isReused() {
        return used;
    }

    /** Writes the head of the request, and sends it at the end of the loop's turn. */
    public void sendHead(String requestMethod, ByteBuf head, boolean chunksToClient, boolean complete) {
        response.expect(requestMethod, chunksToClient, complete);
        opened().write(head, opened().voidPromise());
        flush();
        opened().read();
    }

    /** Writes some of the request's body; {@link #flush} sends it. */
    public void sendBody(ByteBuf data) {
        if (outputBroken) {
            data.release();
        } else {
            opened().write(data, opened().voidPromise());
        }
    }

    /** Notes that the request is complete. */
    public void requestComplete() {
        response.requestComplete();
    }

    /** Whether the backend may answer the request just begun with a switch of protocols. */
    public void allowSwitch(boolean may) {
        response.allowSwitch(may);
    }

    /** The protocol was switched: from now on this listener is told, and what it is told is octets. */
    public void handOver(BackendListener next) {
        opened().channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        listener = next;
    }

    /** Sends what was written, and no more after it; still reads. Only after a switch of protocols. */
    public void finishOutput() {
        Output.finish(opened());
    }

    /** Sends what was written, and closes, in any case before long. The listener is told nothing more. */
    public void closeAfterFlush() {
        listener = null;
        if (!closed) {
            opened().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> close());
            opened().executor().schedule(this::close, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Sends what was written, at the end of the loop's turn. */
    public void flush() {
        pool.turn().flush(opened().channel());
    }

    /** Whether more of the request's body may be written without piling up. */
    public boolean isWritable() {
        return opened().channel().isWritable();
    }

    /** Stops, or goes on, reading the response. */
    public void pause(boolean stop) {
        if (paused == stop) {
            return;
        }
        paused = stop;
        pool.reads().heldUp(stop);
        if (!stop && !closed && !inputEnded) {
            opened().read();
        }
    }

    /** The listener wants nothing more of this connection: it is closed, whatever it was doing. */
    public void abort() {
        listener = null;
        close();
    }

    /** An idle connection is taken for a new exchange. */
    void attach(BackendListener next) {
        listener = next;
        used = true;
    }

    void idleSince(long now) {
        idleSince = now;
    }

    long idleSince() {
        return idleSince;
    }

    boolean isUsable(BackendNames names) {
        return !closed && opened().channel().isActive() && !names.isStale(backend.address(), opened().channel());
    }

    void close() {
        if (!closed) {
            closed = true;
            if (context != null) {
                context.close();
            } else if (connecting != null) {
                connecting.close();
            }
        }
    }

    /** A channel is being opened, which may yet be given up for another one. */
    void connecting(Channel channel) {
        connecting = channel;
    }

    boolean isClosed() {
        return closed;
    }

    /** The channel is open. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        connecting = null;
        backend.connectionOpened();
        pool.opened(this);
        if (closed) {
            ctx.close();
        } else if (listener != null) {
            listener.onConnected();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (listener == null) {
            // An answer that nobody asked for: the two ends no longer agree on what is being answered.
            in.release();
            close();
            return;
        }
        ByteBuf all = pending == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
        pending = null;
        try {
            parse(all);
        } catch (HeadException e) {
            fail(e.failure(), String.valueOf(e.getMessage()));
        } finally {
            if (all.isReadable() && !closed) {
                pending = all;
            } else {
                all.release();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (listener != null) {
            listener.onReadComplete();
        }
        // An idle connection keeps reading too: that is how its end is noticed.
        if (!closed && !inputEnded && !paused) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (listener != null && ctx.channel().isWritable()) {
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        backend.connectionClosed();
        closed = true;
        pause(false);
        pool.forget(this);
        if (pending != null) {
            pending.release();
            pending = null;
        }
        if (listener == null) {
            return;
        }
        if (response.endsWithConnection() && !outputBroken && endIsGenuine()) {
            BackendListener told = listener;
            listener = null;
            told.onEnd(Headers.EMPTY);
            told.onReadComplete();
        } else {
            fail(
                    Failure.BACKEND_RESET,
                    response.isBegun() ? "closed in the middle of the response" : "closed before the response");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        closeNotified |= event == SslCloseCompletionEvent.SUCCESS;
        if (response.isSwitched() && !inputEnded && (closeNotified || event == ChannelInputShutdownEvent.INSTANCE)) {
            inputEnded = true;
            if (listener != null) {
                listener.onHalfClosed();
            }
        }
    }

    /** Over TLS anybody on the way can close a connection, but only the backend can say that this was the end. */
    private boolean endIsGenuine() {
        return endpoint.tls() == null || closeNotified;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean readsNoMore = cause instanceof ChannelOutputShutdownException;
        if (readsNoMore || (outputBroken && cause instanceof IOException)) {
            // The backend may have answered before it closed, and that answer is still to be read.
            outputBroken = true;
        } else {
            fail(FailureClassifier.ofOpen(cause), FailureClassifier.detail(cause));
        }
    }

    @Override
    public @Nullable ChannelHandlerContext atWork() {
        return listener == null || closed ? null : context;
    }

    @Override
    public void lost(ChannelHandlerContext ctx) {
        fail(Failure.BACKEND_RESET, "the backend has vanished: nothing that was sent to it arrives");
    }

    /** The connection could not be opened. */
    void connectFailed(Throwable cause) {
        fail(FailureClassifier.ofConnect(cause), FailureClassifier.detail(cause));
    }

    /** The connection is open, but TLS is not spoken on it. */
    void handshakeFailed(Throwable cause) {
        fail(Failure.TLS_FAILED, FailureClassifier.detail(cause));
    }

    private void parse(ByteBuf in) throws HeadException {
        while (in.isReadable() && listener != null) {
            boolean more = response.next(in, listener);
            if (response.isDone() && listener != null) {
                finish(response.trailers(), in.isReadable());
            }
            if (!more) {
                return;
            }
        }
    }

    private void finish(Headers trailers, boolean moreThanTheResponse) {
        BackendListener told = listener;
        listener = null;
        pause(false);
        if (response.leavesConnectionUsable()
                && !outputBroken
                && !moreThanTheResponse
                && !closed
                && !backend.isRetired()) {
            pool.keep(this);
        } else {
            close();
        }
        if (told != null) {
            told.onEnd(trailers);
            told.onReadComplete();
        }
    }

    private void fail(Failure failure, String detail) {
        BackendListener told = listener;
        listener = null;
        close();
        if (told != null) {
            told.onFailure(failure, detail);
        }
    }

    private ChannelHandlerContext opened() {
        if (context == null) {
            throw new IllegalStateException("the connection to " + backend.id() + " has no channel yet");
        }
        return context;
    }
}
