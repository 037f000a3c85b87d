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
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on a stream of an HTTP/2 connection; what is read opens the window again only when the backend
 * has taken it. Confined to its event loop.
 */
final class Http2ClientStream implements ClientStream, Timed {
    private final Http2Session session;
    private final Http2Upload upload;
    private final Http2Download download;
    private final @Nullable String awaited;
    private @Nullable Exchange exchange;
    private @Nullable Tunnel tunnel;
    private boolean unproven;
    private boolean done;
    private boolean stalled;
    private @Nullable ClientPace pace;
    private int slot = -1;

    Http2ClientStream(Http2Session session, Http2Stream stream, ParsedRequest request, boolean ended, long bodyLimit) {
        this.session = session;
        this.awaited = WebSocketHandshake.awaited(request.headers());
        this.upload = new Http2Upload(session, stream, request.framing(), ended, bodyLimit, isConnect());
        this.download = new Http2Download(session, stream, this::writable);
    }

    void serve(Exchange by) {
        exchange = by;
        upload.into(by);
        session.timers().add(this);
        by.admitted();
        unproven = upload.awaitsEnd();
        if (unproven) {
            pace().bodyWanted();
        } else {
            by.proceed();
        }
    }

    /** Goes on with a request that says that it has no body, once there is none. */
    private void proveEmpty() {
        if (unproven && upload.isEnded() && exchange != null && !done) {
            unproven = false;
            exchange.proceed();
        }
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
        int given = upload.data(data, padding, last);
        proveEmpty();
        return given;
    }

    /** The end of the request, with its trailer section. */
    void trailers(Headers trailers) {
        upload.trailers(trailers);
        proveEmpty();
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
        if (!stalled) {
            return;
        }
        ClientEvents by = served();
        if (by != null && isWritable()) {
            stalled = false;
            by.clientWritable();
        }
    }

    /** The request turned out to be malformed; the stream is about to be reset for it. */
    void malformed(String detail) {
        download.close();
        if (exchange != null && tunnel == null && !done) {
            exchange.clientFailed(Failure.BAD_FRAMING, detail);
        }
    }

    /** The stream is closed, by whom or what ever. */
    void closed() {
        download.close();
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
        download.interim(ResponseFields.of(interim.status(), fields));
    }

    @Override
    public void closeAfterResponse() {
        // What is wrong with one request is nothing to the others of its connection.
    }

    @Override
    public void head(int status, String reason, HeaderChanges fields, Framing framing) {
        download.head(ResponseFields.of(status, fields));
    }

    @Override
    public boolean takes(int status, Headers fields) {
        return awaited == null || WebSocketHandshake.isAnswer(status, fields, awaited);
    }

    @Override
    public void tunnel(ResponseHead switching, HeaderChanges fields, Tunnel by) {
        tunnel = by;
        upload.into(by);
        download.head(ResponseFields.of(200, WebSocketHandshake.answer(fields)));
        flush();
        readBody(true);
    }

    @Override
    public void finishOutput() {
        download.finish();
    }

    @Override
    public void body(ByteBuf data) {
        download.body(data);
    }

    @Override
    public void end(HeaderChanges trailers) {
        done = true;
        download.end(trailers, upload.isEnded());
        if (tunnel != null) {
            download.flush();
        }
    }

    @Override
    public void cut() {
        done = true;
        // RFC 8441, 5: so is a reset told that a tunnel ends with.
        download.cut(tunnel == null ? Http2Error.INTERNAL_ERROR : Http2Error.CANCEL);
    }

    @Override
    public void flush() {
        download.flush();
    }

    @Override
    public boolean isWritable() {
        boolean writable = download.isWritable();
        if (!writable && !stalled) {
            stalled = true;
            pace().responseWaits(download.sent());
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
        Failure late = owes.late(upload.isOwed(), stalled, download.sent(), now);
        if (late != null) {
            exchange.clientFailed(late, "");
            return Long.MAX_VALUE;
        }
        return Math.min(by.onTime(now), owes.next(upload.isOwed(), stalled));
    }

    @Override
    public long onTime(long now) {
        ClientEvents by = served();
        return by == null ? download.onTime(now) : keep(by, now);
    }

    @Override
    public int timerSlot() {
        return slot;
    }

    @Override
    public void timerSlot(int newSlot) {
        slot = newSlot;
    }
}
