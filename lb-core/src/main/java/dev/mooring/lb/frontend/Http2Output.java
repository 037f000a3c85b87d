// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.http2.FrameGuard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.nio.charset.StandardCharsets;

/** What the streams of an HTTP/2 connection write, and the windows that it depends on. Confined to its event loop. */
final class Http2Output {
    static final Runnable NOTHING = () -> {};

    private final Http2ConnectionHandler handler;
    private final ChannelHandlerContext context;
    private final FrameGuard guard;
    private final Runnable turnEnd = this::turnEnd;
    private boolean flushing;

    Http2Output(Http2ConnectionHandler handler, ChannelHandlerContext context, FrameGuard guard) {
        this.handler = handler;
        this.context = context;
        this.guard = guard;
    }

    ByteBufAllocator allocator() {
        return context.alloc();
    }

    /** Whether the client, by its windows and its reading, would take more of this stream. */
    boolean isWritable(Http2Stream stream) {
        return handler.connection().remote().flowController().isWritable(stream);
    }

    /** Whether the client, by our windows, may send some of this stream's body. */
    boolean maySend(Http2Stream stream) {
        Http2LocalFlowController windows = handler.connection().local().flowController();
        return windows.windowSize(stream) > 0
                && windows.windowSize(handler.connection().connectionStream()) > 0;
    }

    /** Writes a section of fields; the action is run when it has left, or never will. */
    void headers(Http2Stream stream, Http2Headers fields, boolean last, Runnable whenGone) {
        guard.sent(0);
        handler.encoder().writeHeaders(context, stream.id(), fields, 0, last, promise(whenGone));
    }

    /** Writes some of a body; the action is run when it has left, or never will. */
    void data(Http2Stream stream, ByteBuf data, boolean last, Runnable whenGone) {
        guard.sent(data.readableBytes());
        handler.encoder().writeData(context, stream.id(), data, 0, last, promise(whenGone));
    }

    private ChannelPromise promise(Runnable whenGone) {
        ChannelPromise promise = context.newPromise();
        if (whenGone != NOTHING) {
            promise.addListener(gone -> whenGone.run());
        }
        return promise;
    }

    /** Ends a stream at once, if it has not ended. */
    void reset(Http2Stream stream, Http2Error why) {
        if (stream.state() != Http2Stream.State.CLOSED && context.channel().isActive()) {
            handler.resetStream(context, stream.id(), why.code(), context.newPromise());
            context.flush();
        }
    }

    /** Says which stream is the last one that is served, and why. */
    void goAway(int lastStream, Http2Error why, String detail) {
        ByteBuf text = Unpooled.copiedBuffer(detail, StandardCharsets.US_ASCII);
        if (why == Http2Error.NO_ERROR) {
            handler.goAway(context, lastStream, why.code(), text, context.newPromise());
        } else {
            // Past netty's bookkeeping, which closes the connection before the client can read why.
            handler.encoder().frameWriter().writeGoAway(context, lastStream, why.code(), text, context.newPromise());
        }
    }

    void ping() {
        handler.encoder().writePing(context, false, 0, context.newPromise());
    }

    /** The backend has taken so much of a request's body: the client may send as much again. */
    void consumed(Http2Stream stream, int bytes) {
        try {
            handler.connection().local().flowController().consumeBytes(stream, bytes);
        } catch (Http2Exception e) {
            handler.onError(context, false, e);
        }
    }

    /** Sends what was written, as far as windows allow. */
    void flush() {
        handler.flush(context);
    }

    /** The same, once for all that the streams of this connection write in this turn of the loop. */
    void flushSoon() {
        if (!flushing) {
            flushing = true;
            context.executor().execute(turnEnd);
        }
    }

    private void turnEnd() {
        flushing = false;
        if (!context.isRemoved()) {
            flush();
        }
    }
}
