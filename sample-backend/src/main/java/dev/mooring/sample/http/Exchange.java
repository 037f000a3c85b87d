// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One request and the response to it: all that an endpoint sees of the connection. Confined to its event loop. What is
 * answered while the gate is shut is sent when it opens.
 */
// A write or close that fails ends the connection, which is noticed in channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Exchange {
    private final ChannelHandlerContext ctx;
    private final HttpConnection connection;
    private final Gate gate;
    private final Request request;
    private final HttpHeaders extraHeaders = new DefaultHttpHeaders();
    private final Pump pump;
    private @Nullable Body body;
    private @Nullable Runnable heldAnswer;
    private @Nullable Runnable onClose;
    private boolean closed;
    private boolean answered;
    private boolean responseComplete;
    private boolean requestComplete;
    private boolean readHeld;

    Exchange(ChannelHandlerContext ctx, HttpConnection connection, Gate gate, Request request) {
        this.ctx = ctx;
        this.connection = connection;
        this.gate = gate;
        this.request = request;
        this.pump = new Pump(ctx, this::writable);
    }

    /** The request. */
    public Request request() {
        return request;
    }

    /** The name of the connection, such as {@code c17}. */
    public String connectionName() {
        return connection.name();
    }

    /** Where the client connects from. */
    public InetSocketAddress clientAddress() {
        return (InetSocketAddress) ctx.channel().remoteAddress();
    }

    /** The loop that all of this exchange runs on. */
    public EventLoop loop() {
        return ctx.channel().eventLoop();
    }

    /** Where buffers to be written come from. */
    public ByteBufAllocator allocator() {
        return ctx.alloc();
    }

    /** Bytes written and not yet taken by the client's connection. */
    public long pendingBytes() {
        ChannelOutboundBuffer pending = ctx.channel().unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    /** Adds a header to the response, whoever answers. */
    public void addHeader(CharSequence name, CharSequence value) {
        extraHeaders.add(name, value);
    }

    /** Asks for the request's body. Without this call it is read and ignored once the answer is given. */
    public void readBody(Body reader) {
        body = reader;
        if (HttpUtil.is100ContinueExpected(request.head())) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
        read();
    }

    /** Runs {@code action} when the connection ends before this exchange does; at once when it already did. */
    public void onClose(Runnable action) {
        if (closed) {
            action.run();
        } else {
            onClose = action;
        }
    }

    /** Runs a step of this exchange, and answers for it when it fails. */
    public void guard(Runnable step) {
        try {
            step.run();
        } catch (Problem problem) {
            answer(problem.status(), out -> out.writeStringField("error", problem.explanation()));
        } catch (RuntimeException defect) {
            connection.defect(defect);
            answer(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR,
                    out -> out.writeStringField("error", "internal error, see the server's log"));
        }
    }

    /** Answers with a JSON object. */
    public void answer(HttpResponseStatus status, Json.Fields fields) {
        answer(status, "application/json", Json.object(fields));
    }

    /** Answers with a complete body. */
    public void answer(HttpResponseStatus status, String contentType, byte[] content) {
        extraHeaders.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        extraHeaders.set(HttpHeaderNames.CONTENT_LENGTH, content.length);
        stream(status, () -> {
            write(Unpooled.wrappedBuffer(content));
            finish();
        });
    }

    /** Answers without a body. */
    public void answer(HttpResponseStatus status) {
        if (status.code() != HttpResponseStatus.NO_CONTENT.code()) {
            extraHeaders.set(HttpHeaderNames.CONTENT_LENGTH, 0);
        }
        stream(status, this::finish);
    }

    /** Answers with a body that {@code content} writes as the client takes it, until it calls {@link #finish()}. */
    public void stream(HttpResponseStatus status, Source content) {
        if (closed) {
            return;
        }
        if (answered) {
            // A second answer can only be an error in the middle of the first: cut, so that the client notices.
            abort();
            return;
        }
        answered = true;
        if (held()) {
            heldAnswer = () -> begin(status, content);
        } else {
            begin(status, content);
        }
    }

    private void begin(HttpResponseStatus status, Source content) {
        // A client that was never told to continue may or may not send its body: the next message has no known start.
        boolean bodyUncertain = body == null && HttpUtil.is100ContinueExpected(request.head());
        ctx.write(ResponseHead.of(request, status, extraHeaders, bodyUncertain || connection.closing()));
        pump.start(() -> guard(content::writeMore));
        if (request.method().equals(HttpMethod.HEAD)) {
            finish();
        } else {
            pump.run();
        }
        if (body == null) {
            body = Body.IGNORED;
            read();
        }
    }

    /** True while more may be written: the client keeps up and the gate is open. */
    public boolean writable() {
        return !responseComplete && ctx.channel().isWritable() && !held();
    }

    /** True while the gate is shut for this exchange. */
    public boolean held() {
        return gate.holds(request);
    }

    /** Writes a part of the response's body; the buffer is released with it. */
    public void write(ByteBuf part) {
        ctx.write(new DefaultHttpContent(part));
    }

    /** Ends the response as it should end. */
    public void finish() {
        if (responseComplete) {
            return;
        }
        if (heldAnswer != null) {
            // Ended before it could begin: nothing was sent that could be completed.
            abort();
            return;
        }
        responseComplete = true;
        pump.stop();
        ChannelFuture sent = ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        if (connection.closing()) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
        doneIfComplete();
    }

    boolean responseComplete() {
        return responseComplete;
    }

    /** Ends the response as a dying server does: what is written is sent, and no end of the body. */
    public void abort() {
        responseComplete = true;
        pump.stop();
        ctx.flush();
        ctx.close();
    }

    /** Asks the response's source for more and sends it; for a source that knows it has more. */
    public void pump() {
        pump.run();
    }

    void received(ByteBuf part, boolean last) {
        Body reader = body;
        if (reader == null) {
            return;
        }
        guard(() -> {
            if (part.isReadable()) {
                reader.part(part);
            }
            if (last) {
                reader.end();
            }
        });
        if (answered && !last) {
            body = Body.IGNORED;
        }
        requestComplete |= last;
        // One read stays open after the last part: it is how a client that goes away is noticed.
        read();
        doneIfComplete();
    }

    private void read() {
        // After the request's end the next one may be a control request, which must get through a shut gate.
        if (!requestComplete && held()) {
            readHeld = true;
        } else {
            connection.read();
        }
    }

    void gateOpened() {
        if (readHeld) {
            readHeld = false;
            connection.read();
        }
        Runnable answer = heldAnswer;
        if (answer != null) {
            heldAnswer = null;
            answer.run();
        } else {
            pump.run();
        }
    }

    void connectionClosed() {
        closed = true;
        responseComplete = true;
        pump.stop();
        if (onClose != null) {
            onClose.run();
        }
    }

    private void doneIfComplete() {
        if (responseComplete && requestComplete) {
            connection.exchangeDone();
        }
    }
}
