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

    private static final long NEVER = Long.MAX_VALUE;

    private final Frontend frontend;
    private final LoopServices loop;
    private final Origin origin;
    private final LimitSpec limits;
    private final Http2Requests requests;
    private final FrameGuard guard;
    private final Http2Ending ending;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Http2Output output;
    private boolean closing;
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
        this.ending = new Http2Ending(this, loop.timers(), limits);
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
        loop.timers().lookAt(ending.deadline());
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
        ending.streamBegun();
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
        ending.streamEnded(closing);
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
        goAway(error, detail);
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
        if (!closing) {
            ending.drain();
        }
    }

    /** The client has answered a ping. */
    void pingAckRead() {
        if (!closing) {
            ending.pingAnswered();
        }
    }

    /** Says that no later stream than those there are is served. */
    void goAway(Http2Error why, String detail) {
        output().goAway(connection().remote().lastStreamCreated(), why, detail);
    }

    /** Closes the connection when what is being done is done. */
    void farewellSoon() {
        open().executor().execute(this::farewell);
    }

    /** Nothing is under way: the connection is closed in order. */
    void farewell() {
        if (!closing && ending.isIdle()) {
            closing = true;
            goAway(Http2Error.NO_ERROR, "");
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
            ending.refuseNew();
            giveUp(Http2Error.NO_ERROR, "");
        }
    }

    @Override
    public @Nullable ChannelHandlerContext atWork() {
        return closing || ending.isIdle() ? null : context;
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
        ending.onTime(now);
        return Math.min(block, ending.deadline());
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
