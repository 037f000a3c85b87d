// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.ClientEvents;
import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http2.FrameGuard;
import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.model.LimitSpec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection from a client (RFC 9113): each of its streams is an exchange of its own. Frames, field compression and
 * windows are netty's; what a request is, who has to wait and when it ends is decided here. Confined to its event loop.
 */
final class Http2Session extends Http2ConnectionHandler implements Served {
    /** How much of all request bodies together may wait for backends, in bytes. */
    private static final int CONNECTION_WINDOW = 1 << 20;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    /** How long a client may take to hear that no new requests are taken, before those on their way are refused. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    private static final long NEVER = Long.MAX_VALUE;

    private final Frontend frontend;
    private final LoopServices loop;
    private final Origin origin;
    private final LimitSpec limits;
    private final Http2Requests requests;
    private final FrameGuard guard;
    private @Nullable ChannelHandlerContext context;
    private int open;
    private @Nullable Http2Output output;
    private boolean draining;
    private boolean refusing;
    private boolean closing;
    private long deadline;
    private int slot = -1;

    Http2Session(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Frontend frontend,
            LoopServices loop,
            Origin origin) {
        super(decoder, encoder, settings);
        this.frontend = frontend;
        this.loop = loop;
        this.origin = origin;
        this.limits = frontend.live().current().spec().limits();
        this.requests = new Http2Requests(this, frontend, loop, origin);
        this.guard = new FrameGuard(2 * limits.headerBytes(), loop.timers().now());
        this.deadline = loop.timers().now() + limits.headerTime().toNanos();
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                Http2Session.this.streamClosed(stream);
            }
        });
        connection().remote().flowController().listener(this::streamWritable);
    }

    /** What stands before this session in the pipeline. */
    Http2Gate gate() {
        return new Http2Gate(guard, this, loop.timers());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        output = new Http2Output(this, ctx, guard);
        loop.timers().add(this);
        loop.timers().lookAt(deadline);
        super.handlerAdded(ctx);
        int more = CONNECTION_WINDOW - connection().local().flowController().initialWindowSize();
        connection().local().flowController().incrementWindowSize(connection().connectionStream(), more);
        if (!origin.withinLimit()) {
            giveUp(Http2Error.REFUSED_STREAM, "too many connections");
        } else if (frontend.isDraining()) {
            drain();
        }
        ctx.flush();
        ctx.read();
    }

    /** A section of fields: a request, or the trailers of one. */
    void headersRead(int streamId, Http2Headers fields, boolean last) throws Http2Exception {
        Http2Stream stream = connection().stream(streamId);
        if (stream != null && !closing) {
            requests.fields(stream, fields, last);
        }
    }

    /** Some of a request's body; how many bytes of the window are given back at once. */
    int dataRead(int streamId, ByteBuf data, int padding, boolean last) {
        return requests.data(connection().stream(streamId), data, padding, last);
    }

    /** How fast the client must be, of a stream of its own. */
    ClientPace pace() {
        return new ClientPace(loop.timers(), limits.pace());
    }

    /** How long the client may read nothing of what is left of a response that is over, in nanoseconds. */
    long patience() {
        return limits.pace()
                .readTime()
                .map(time -> Math.min(time.toNanos(), PATIENCE))
                .orElse(PATIENCE);
    }

    /** A stream has become an exchange. */
    void streamBegun() {
        open++;
        if (!draining) {
            deadline = NEVER;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        requests.readComplete();
        if (guard.blockSince() >= 0) {
            loop.timers().lookAt(guard.blockSince() + limits.headerTime().toNanos());
        }
        super.channelReadComplete(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent) {
            // Nobody can open a window any more, or tell that a response is not wanted.
            ctx.close();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        loop.timers().remove(this);
        closing = true;
        // Netty does this when the channel closes; here a farewell takes over before.
        encoder().close();
        decoder().close();
        connection().close(ctx.newPromise());
        super.handlerRemoved0(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        loop.timers().remove(this);
        closing = true;
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (Served.isBrokenOff(cause)) {
            // A reset or the like, which channelInactive tells the streams.
            ctx.close();
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }

    private void streamWritable(Http2Stream stream) {
        Http2ClientStream known = requests.of(stream);
        if (known != null) {
            known.writable();
        }
    }

    private void streamClosed(Http2Stream stream) {
        Http2ClientStream known = requests.forget(stream);
        if (known == null) {
            return;
        }
        known.closed();
        open--;
        if (open > 0 || closing) {
            return;
        }
        if (!draining) {
            deadline = loop.timers().now() + limits.keepAlive().toNanos();
            loop.timers().lookAt(deadline);
        } else if (refusing) {
            open().executor().execute(this::farewell);
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        boolean tooLarge = error instanceof Http2Exception.HeaderListSizeException;
        if (error.error() == Http2Error.PROTOCOL_ERROR && !outbound && !tooLarge) {
            requests.malformed(connection().stream(error.streamId()), String.valueOf(error.getMessage()));
        }
        super.onStreamError(ctx, outbound, cause, error);
    }

    @Override
    protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext ctx, Http2Stream stream) {
        requests.record(Failure.HEADERS_TOO_LARGE, "");
        super.handleServerHeaderDecodeSizeError(ctx, stream);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        giveUp(
                error == null ? Http2Error.INTERNAL_ERROR : error.error(),
                error == null ? "a mistake of the balancer" : String.valueOf(error.getMessage()));
    }

    /** The connection is beyond repair: all streams end, and the client is told why. */
    void giveUp(Http2Error error, String detail) {
        if (closing) {
            return;
        }
        closing = true;
        output().goAway(connection().remote().lastStreamCreated(), error, detail);
        streams().forEach(Http2ClientStream::closed);
        bye(false);
    }

    private List<Http2ClientStream> streams() {
        List<Http2ClientStream> streams = new ArrayList<>();
        try {
            connection().forEachActiveStream(stream -> {
                Http2ClientStream known = requests.of(stream);
                if (known != null) {
                    streams.add(known);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        return streams;
    }

    @Override
    public void drain() {
        if (draining || closing) {
            return;
        }
        draining = true;
        // RFC 9113, 6.8: first that the end is near; the answer to a ping shows that the client knows.
        output().goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR, "");
        output().ping();
        output().flush();
        deadline = loop.timers().now() + GRACE;
        loop.timers().lookAt(deadline);
    }

    /** The client has answered a ping: what it sent before it heard of the end has arrived. */
    void pingAckRead() {
        if (draining) {
            refuseNew();
        }
    }

    private void refuseNew() {
        if (refusing || closing) {
            return;
        }
        refusing = true;
        deadline = NEVER;
        output().goAway(connection().remote().lastStreamCreated(), Http2Error.NO_ERROR, "");
        output().flush();
        if (open == 0) {
            open().executor().execute(this::farewell);
        }
    }

    /** Nothing is under way: the connection is closed in order. */
    private void farewell() {
        if (!closing && open == 0) {
            closing = true;
            output().goAway(connection().remote().lastStreamCreated(), Http2Error.NO_ERROR, "");
            bye(true);
        }
    }

    private void bye(boolean nothingMoreComes) {
        ChannelHandlerContext ctx = open();
        output().flush();
        if (!ctx.isRemoved()) {
            ctx.pipeline().replace(this, null, new Farewell(loop.timers(), nothingMoreComes));
        }
    }

    @Override
    public void drainEnded(boolean wholeBalancer) {
        for (Http2ClientStream stream : streams()) {
            ClientEvents served = stream.served();
            if (served != null) {
                served.drainEnded(wholeBalancer);
            }
        }
        if (wholeBalancer && !closing) {
            refuseNew();
            giveUp(Http2Error.NO_ERROR, "");
        }
    }

    @Override
    public long onTime(long now) {
        if (closing) {
            return NEVER;
        }
        long block = guard.blockSince() < 0
                ? NEVER
                : guard.blockSince() + limits.headerTime().toNanos();
        if (now >= block) {
            requests.record(Failure.CLIENT_TIMEOUT, "a field section took too long");
            giveUp(Http2Error.ENHANCE_YOUR_CALM, "a field section took too long");
            return NEVER;
        }
        if (now >= deadline) {
            deadline = NEVER;
            if (draining) {
                refuseNew();
            } else {
                farewell();
            }
        }
        return Math.min(block, deadline);
    }

    @Override
    public int timerSlot() {
        return slot;
    }

    @Override
    public void timerSlot(int newSlot) {
        slot = newSlot;
    }

    LoopTimers timers() {
        return loop.timers();
    }

    Http2Output output() {
        return Objects.requireNonNull(output);
    }

    private ChannelHandlerContext open() {
        return Objects.requireNonNull(context);
    }
}
