// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.ClientEvents;
import dev.mooring.lb.exchange.ClientStream;
import dev.mooring.lb.exchange.Exchange;
import dev.mooring.lb.exchange.Tunnel;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http1.BodyReader;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadException;
import dev.mooring.lb.http1.HeadWriter;
import dev.mooring.lb.http1.ParsedRequest;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.loop.LoopTurn;
import dev.mooring.lb.loop.Output;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on an HTTP/1 client connection: reads the request's body and frames the response for this
 * client. Confined to its event loop.
 */
final class Http1Stream implements ClientStream {
    private final ClientConnection connection;
    private final ChannelHandlerContext context;
    private final LoopTurn turn;
    private final ClientPace pace;
    private final BodyReader requestBody;
    private final boolean http10;
    private final long bodyLimit;
    private @Nullable Exchange exchange;
    private @Nullable Tunnel tunnel;
    private boolean keepAlive;
    private boolean wanted;
    private boolean bodyTold;
    private boolean wrapChunks;
    private boolean lastChunk;
    private boolean untilClose;
    private @Nullable ByteBuf unsentHead;

    Http1Stream(
            ClientConnection connection,
            ChannelHandlerContext context,
            LoopTurn turn,
            ClientPace pace,
            ParsedRequest request,
            long bodyLimit) {
        this.turn = turn;
        this.pace = pace;
        this.connection = connection;
        this.context = context;
        this.requestBody = new BodyReader(request.framing(), true, Failure.BAD_FRAMING);
        this.http10 = request.http10();
        // RFC 9112, 9.3: no proxy keeps an HTTP/1.0 client's connection.
        this.keepAlive = request.keepAlive() && !http10;
        this.bodyTold = requestBody.done();
        this.bodyLimit = bodyLimit;
    }

    void serve(Exchange by) {
        exchange = by;
        by.start();
    }

    /** Who serves the request now. */
    @Nullable
    ClientEvents served() {
        return tunnel == null ? exchange : tunnel;
    }

    boolean isTunnel() {
        return tunnel != null;
    }

    /** The client sends no more: half of a tunnel has ended. */
    void inputEnded() {
        if (tunnel != null && !bodyTold) {
            bodyTold = true;
            tunnel.clientEnded();
        }
    }

    /** Whether more of the request's body is to be read now. */
    boolean wantsBody() {
        return wanted && !bodyTold;
    }

    /** Whether the whole request has been read. */
    boolean requestRead() {
        return requestBody.done();
    }

    /** Hands on what has arrived of the request's body. */
    void read(ByteBuf in) {
        if (tunnel != null) {
            tunnel.fromClient(in.readRetainedSlice(in.readableBytes()));
            return;
        }
        Exchange by = exchange;
        if (by == null) {
            return;
        }
        try {
            ByteBuf data = requestBody.read(in);
            long limit = Math.min(bodyLimit, by.bodyLimit());
            if (requestBody.bytes() > limit) {
                data.release();
                keepAlive = false;
                by.clientFailed(Failure.BODY_TOO_LARGE, "the body is above the limit of " + limit + " bytes");
                return;
            }
            if (data.isReadable()) {
                by.requestBody(data);
            } else {
                data.release();
            }
            if (requestBody.done()) {
                bodyTold = true;
                by.requestEnd(requestBody.trailers());
            }
        } catch (HeadException e) {
            keepAlive = false;
            by.clientFailed(e.failure(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void interim(ResponseHead head, HeaderChanges fields) {
        if (!http10) {
            ByteBuf out = context.alloc().ioBuffer(128);
            HeadWriter.response(out, head.status(), head.reason(), fields);
            context.writeAndFlush(out, context.voidPromise());
        }
    }

    @Override
    public void closeAfterResponse() {
        keepAlive = false;
    }

    @Override
    public void head(int status, String reason, HeaderChanges fields, Framing framing) {
        boolean unsized = framing.kind() == Framing.Kind.CHUNKED || framing.kind() == Framing.Kind.UNTIL_CLOSE;
        untilClose = unsized && http10;
        lastChunk = unsized && !http10;
        wrapChunks = framing.kind() == Framing.Kind.UNTIL_CLOSE && !http10;
        keepAlive = keepAlive && !untilClose && requestBody.done() && !connection.isDraining();
        if (lastChunk) {
            fields.add(HeaderName.TRANSFER_ENCODING, "chunked");
        }
        if (!keepAlive) {
            fields.add(HeaderName.CONNECTION, "close");
        }
        ByteBuf out = context.alloc().ioBuffer(1024);
        HeadWriter.response(out, status, reason, fields);
        unsentHead = out;
    }

    @Override
    public void tunnel(ResponseHead head, HeaderChanges fields, Tunnel by) {
        ByteBuf out = context.alloc().ioBuffer(512);
        HeadWriter.response(out, head.status(), head.reason(), fields);
        context.writeAndFlush(out, context.voidPromise());
        tunnel = by;
        keepAlive = false;
        untilClose = true;
        bodyTold = false;
        connection.switched();
        readBody(true);
    }

    @Override
    public void finishOutput() {
        Output.finish(context);
    }

    @Override
    public void body(ByteBuf data) {
        ByteBuf head = unsentHead;
        if (head != null && !wrapChunks && data.readableBytes() <= head.writableBytes()) {
            head.writeBytes(data);
            data.release();
            return;
        }
        writeHead();
        if (!wrapChunks) {
            context.write(data, context.voidPromise());
            return;
        }
        ByteBuf size = context.alloc().ioBuffer(16);
        HeadWriter.chunkSize(size, data.readableBytes());
        context.write(size, context.voidPromise());
        context.write(data, context.voidPromise());
        ByteBuf end = context.alloc().ioBuffer(2);
        HeadWriter.chunkEnd(end);
        context.write(end, context.voidPromise());
    }

    @Override
    public void end(HeaderChanges trailers) {
        writeHead();
        if (lastChunk) {
            ByteBuf out = context.alloc().ioBuffer(16);
            HeadWriter.lastChunk(out, trailers);
            context.write(out, context.voidPromise());
        }
        connection.finished(keepAlive, requestBody.done());
    }

    @Override
    public void cut() {
        writeHead();
        connection.cut(untilClose);
    }

    @Override
    public void flush() {
        writeHead();
        turn.flush(context.channel());
    }

    /** Writes the head, which has waited for the beginning of a body that leaves together with it. */
    private void writeHead() {
        if (unsentHead != null) {
            context.write(unsentHead, context.voidPromise());
            unsentHead = null;
        }
    }

    /** The connection is closed: nothing can be sent any more. */
    void release() {
        if (unsentHead != null) {
            unsentHead.release();
            unsentHead = null;
        }
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public boolean keepsChunks() {
        return !http10;
    }

    /** The client does not do its part of the exchange. */
    void tooSlow(Failure failure) {
        keepAlive = false;
        if (exchange != null) {
            exchange.clientFailed(failure, "");
        }
    }

    @Override
    public void readBody(boolean want) {
        if (want && !wanted) {
            pace.bodyWanted();
        }
        wanted = want;
        if (want) {
            connection.resume();
        }
    }
}
