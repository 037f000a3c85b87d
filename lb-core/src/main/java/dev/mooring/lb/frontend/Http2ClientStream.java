// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.ClientEvents;
import dev.mooring.lb.exchange.ClientStream;
import dev.mooring.lb.exchange.Exchange;
import dev.mooring.lb.exchange.Tunnel;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.ParsedRequest;
import dev.mooring.lb.http1.ResponseHead;
import dev.mooring.lb.http2.ResponseFields;
import dev.mooring.lb.http2.WebSocketHandshake;
import dev.mooring.lb.loop.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on a stream of an HTTP/2 connection. What is written waits in the stream's window and not more
 * than {@link #HIGH} bytes beyond it; what is read opens the window again only when the backend has taken it. Confined to its
 * event loop.
 */
final class Http2ClientStream implements ClientStream, Timed {
    /** So much may wait for the client, and when less waits more is taken, in bytes. */
    private static final int HIGH = 64 * 1024;

    private static final int LOW = 32 * 1024;

    /** Less than this waits until it is known whether the response ends with it: then both are one frame. */
    private static final int SMALL = 2 * 1024;

    private final Http2Session session;
    private final Http2Stream stream;
    private final Http2Upload upload;
    private final @Nullable String awaited;
    private @Nullable Exchange exchange;
    private @Nullable Tunnel tunnel;
    private @Nullable Http2Headers head;
    private @Nullable ByteBuf small;
    private boolean gone;
    private boolean done;
    private boolean finished;
    private boolean stalled;
    private @Nullable ClientPace pace;
    private long sent;
    private long unsent;
    private long unsentBefore = Long.MAX_VALUE;
    private long patienceEnds;
    private int slot = -1;

    Http2ClientStream(Http2Session session, Http2Stream stream, ParsedRequest request, boolean ended, long bodyLimit) {
        this.session = session;
        this.stream = stream;
        this.awaited = WebSocketHandshake.awaited(request.headers());
        this.upload = new Http2Upload(session, stream, request.framing(), ended, bodyLimit, isConnect());
    }

    void serve(Exchange by) {
        exchange = by;
        upload.into(by);
        session.timers().add(this);
        by.start();
    }

    /** Who serves the request now; null when it is over. */
    @Nullable
    ClientEvents served() {
        if (done) {
            return null;
        }
        return tunnel == null ? exchange : tunnel;
    }

    /** Whether the client asked for a tunnel. */
    boolean isConnect() {
        return awaited != null;
    }

    /** Some of the request's body; how many bytes of the window it gives back at once. */
    int data(ByteBuf data, int padding, boolean last) {
        if (pace != null) {
            pace.received(data.readableBytes());
        }
        return upload.data(data, padding, last);
    }

    /** The end of the request, with its trailer section. */
    void trailers(Headers trailers) {
        upload.trailers(trailers);
    }

    /** All that came in one read has been handed over. */
    void readComplete() {
        ClientEvents by = served();
        if (by != null) {
            by.requestReadComplete();
        }
    }

    /** The client may take more again. */
    void writable() {
        ClientEvents by = served();
        if (stalled && by != null && isWritable()) {
            stalled = false;
            by.clientWritable();
        }
    }

    /** The request turned out to be malformed; the stream is about to be reset for it. */
    void malformed(String detail) {
        gone = true;
        if (exchange != null && tunnel == null && !done) {
            exchange.clientFailed(Failure.BAD_FRAMING, detail);
        }
    }

    /** The stream is closed, by whom or what ever. */
    void closed() {
        gone = true;
        release();
        upload.release();
        session.timers().remove(this);
        ClientEvents by = served();
        done = true;
        if (by != null) {
            by.clientGone();
        }
    }

    @Override
    public void interim(ResponseHead interim, HeaderChanges fields) {
        if (!gone) {
            out().headers(stream, ResponseFields.of(interim.status(), fields), false, Http2Output.NOTHING);
            out().flush();
        }
    }

    @Override
    public void closeAfterResponse() {
        // What is wrong with one request is nothing to the others of its connection.
    }

    @Override
    public void head(int status, String reason, HeaderChanges fields, Framing framing) {
        // Held back until it is known whether anything follows: a response without a body is one frame.
        head = ResponseFields.of(status, fields);
    }

    @Override
    public boolean takes(int status, Headers fields) {
        return awaited == null || WebSocketHandshake.isAnswer(status, fields, awaited);
    }

    @Override
    public void tunnel(ResponseHead switching, HeaderChanges fields, Tunnel by) {
        tunnel = by;
        upload.into(by);
        head = ResponseFields.of(200, WebSocketHandshake.answer(fields));
        flush();
        readBody(true);
    }

    @Override
    public void finishOutput() {
        finished = true;
        if (!gone) {
            writeHeld();
            out().data(stream, Unpooled.EMPTY_BUFFER, true, Http2Output.NOTHING);
            out().flush();
        }
    }

    @Override
    public void body(ByteBuf data) {
        if (gone) {
            data.release();
            return;
        }
        writeHeld();
        // Writing may have ended the stream, after which nothing is held.
        if (!gone && data.readableBytes() < SMALL) {
            small = data;
        } else {
            write(data, false, Http2Output.NOTHING);
        }
    }

    @Override
    public void end(HeaderChanges trailers) {
        done = true;
        if (gone) {
            return;
        }
        // RFC 9113, 8.1: the rest of a request that was answered before its end is of no use to anybody.
        Runnable afterwards = upload.isEnded() ? Http2Output.NOTHING : () -> out().reset(stream, Http2Error.NO_ERROR);
        boolean bare = ResponseFields.isEmpty(trailers);
        if (finished) {
            afterwards.run();
        } else if (head != null && bare) {
            out().headers(stream, head, true, afterwards);
            head = null;
        } else if (bare) {
            writeHead();
            ByteBuf last = small == null ? Unpooled.EMPTY_BUFFER : small;
            small = null;
            write(last, true, afterwards);
        } else {
            writeHeld();
            out().headers(stream, ResponseFields.trailers(trailers), true, afterwards);
        }
        if (tunnel != null) {
            out().flush();
        }
        patienceEnds = session.timers().now() + session.patience();
        session.timers().lookAt(patienceEnds);
    }

    @Override
    public void cut() {
        done = true;
        if (!gone) {
            writeSmall();
            out().flush();
            // RFC 8441, 5: so is a reset told that a tunnel ends with.
            out().reset(stream, tunnel == null ? Http2Error.INTERNAL_ERROR : Http2Error.CANCEL);
        }
    }

    @Override
    public void flush() {
        if (!gone) {
            writeHeld();
            out().flushSoon();
        }
    }

    @Override
    public boolean isWritable() {
        boolean writable = gone || (unsent < HIGH && out().isWritable(stream));
        if (!writable && !stalled) {
            stalled = true;
            pace().responseWaits(sent);
        }
        return writable;
    }

    @Override
    public boolean keepsChunks() {
        return false;
    }

    @Override
    public void readBody(boolean want) {
        boolean owed = upload.isOwed();
        upload.want(want);
        if (!owed && upload.isOwed() && tunnel == null) {
            pace().bodyWanted();
        }
    }

    /** Made only for those whose client has something to do. */
    private ClientPace pace() {
        if (pace == null) {
            pace = session.pace();
        }
        return pace;
    }

    /** Ends an exchange whose client does not do its part, and looks after all others. */
    private long keep(ClientEvents by, long now) {
        ClientPace owes = pace;
        if (owes == null || tunnel != null || exchange == null) {
            return by.onTime(now);
        }
        Failure late = owes.late(upload.isOwed(), stalled, sent, now);
        if (late != null) {
            exchange.clientFailed(late, "");
            return Long.MAX_VALUE;
        }
        return Math.min(by.onTime(now), owes.next(upload.isOwed(), stalled));
    }

    @Override
    public long onTime(long now) {
        ClientEvents by = served();
        if (by != null) {
            return keep(by, now);
        }
        if (gone || now < patienceEnds) {
            return gone ? Long.MAX_VALUE : patienceEnds;
        }
        if (unsent >= unsentBefore || unsent == 0) {
            out().reset(stream, Http2Error.CANCEL);
            return Long.MAX_VALUE;
        }
        unsentBefore = unsent;
        patienceEnds = now + session.patience();
        return patienceEnds;
    }

    @Override
    public int timerSlot() {
        return slot;
    }

    @Override
    public void timerSlot(int newSlot) {
        slot = newSlot;
    }

    private Http2Output out() {
        return session.output();
    }

    private void writeHead() {
        if (head != null) {
            out().headers(stream, head, false, Http2Output.NOTHING);
            head = null;
        }
    }

    private void writeHeld() {
        writeHead();
        writeSmall();
    }

    private void writeSmall() {
        if (small != null) {
            ByteBuf data = small;
            small = null;
            write(data, false, Http2Output.NOTHING);
        }
    }

    private void release() {
        if (small != null) {
            small.release();
            small = null;
        }
    }

    private void write(ByteBuf data, boolean last, Runnable afterwards) {
        int bytes = data.readableBytes();
        unsent += bytes;
        out().data(stream, data, last, () -> {
            unsent -= bytes;
            sent += bytes;
            if (stalled && unsent <= LOW) {
                writable();
            }
            afterwards.run();
        });
    }
}
