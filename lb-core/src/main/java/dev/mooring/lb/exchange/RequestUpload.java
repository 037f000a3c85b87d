// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.BackendConnection;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HopByHop;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadWriter;
import dev.mooring.lb.http1.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request on its way to a backend: how much of it has left, and whether it could be sent again. Reads the client's body only
 * while the backend takes it. Confined to one event loop.
 */
final class RequestUpload {
    private static final ResponseHead CONTINUE =
            new ResponseHead(100, "Continue", false, true, Headers.EMPTY, Framing.NONE);

    private final ClientStream client;
    private final ByteBufAllocator allocator;
    private Framing framing;
    private @Nullable RequestHold hold;
    private boolean headSent;
    private boolean bodyTaken;
    private boolean complete;

    RequestUpload(ClientStream client, Framing framing, ByteBufAllocator allocator) {
        this.client = client;
        this.framing = framing;
        this.allocator = allocator;
    }

    /** Reads the body before a backend is looked for. */
    void collect(boolean expectsContinue) {
        hold = new RequestHold(allocator);
        if (expectsContinue) {
            client.interim(CONTINUE, new HeaderChanges(Headers.EMPTY));
        }
        client.readBody(true);
    }

    /** Whether what comes of the body is kept, and not passed on yet. */
    boolean isHolding() {
        return hold != null && !headSent;
    }

    /** Keeps some of the body; whether it has just become too large to wait for its end. */
    boolean keep(ByteBuf data) {
        RequestHold kept = Objects.requireNonNull(hold);
        boolean wasFull = kept.isFull();
        kept.add(data);
        if (kept.isFull()) {
            client.readBody(false);
        }
        return kept.isFull() && !wasFull;
    }

    /** The body is complete and has been kept; whether nobody was looked for until now. */
    boolean kept() {
        RequestHold kept = Objects.requireNonNull(hold);
        boolean wasFull = kept.isFull();
        framing = kept.complete(framing);
        return !wasFull;
    }

    /** Whether a body was kept, so that it was asked for already. */
    boolean wasKept() {
        return hold != null;
    }

    /** Where the body ends, as the backend is to be told. */
    Framing framing() {
        return framing;
    }

    /** Sends the head, and what was kept of a body; when more follows, asks the client for it. */
    void begin(BackendConnection to, String method, ByteBuf head) {
        headSent = true;
        boolean allKept = hold != null && hold.isComplete();
        complete = framing.kind() == Framing.Kind.NONE || allKept;
        to.sendHead(method, head, client.keepsChunks(), complete);
        if (hold != null && framing.kind() != Framing.Kind.NONE) {
            bodyTaken = !allKept;
            to.sendBody(hold.copy());
            to.flush();
            if (!allKept) {
                release();
            }
        }
        if (!complete) {
            client.readBody(true);
        }
    }

    /** Nothing will be sent again. */
    void release() {
        if (hold != null) {
            hold.release();
            hold = null;
        }
    }

    /** Sends some of the body, and releases it. */
    void body(BackendConnection to, ByteBuf data) {
        bodyTaken = true;
        to.sendBody(data);
        if (!to.isWritable()) {
            client.readBody(false);
        }
    }

    /** Sends the end of the body to a request with such a head. */
    void end(BackendConnection to, Headers head, Headers trailers) {
        bodyTaken = true;
        complete = true;
        if (framing.kind() == Framing.Kind.CHUNKED) {
            ByteBuf out = allocator.ioBuffer(64);
            HeadWriter.lastChunk(out, Trailers.of(trailers, HopByHop.named(head)));
            to.sendBody(out);
        }
        to.requestComplete();
        to.flush();
    }

    /** The backend takes more, after it did not. */
    void resume() {
        if (!complete) {
            client.readBody(true);
        }
    }

    /** The backend is lost: nothing is read until there is another one. */
    void restart() {
        headSent = false;
        client.readBody(false);
    }

    /** Whether any of the request has left. */
    boolean isBegun() {
        return headSent;
    }

    /** Whether all of the request has left. */
    boolean isComplete() {
        return complete;
    }

    /** Who is to blame when nothing moves: the client, if the next move is its own, to send on or to read on. */
    Failure whoStalls(@Nullable BackendConnection to) {
        boolean mustSend =
                (hold != null && !headSent && !hold.isComplete()) || (to != null && !complete && to.isWritable());
        return mustSend || !client.isWritable() ? Failure.CLIENT_TIMEOUT : Failure.BODY_STALLED;
    }

    /** Whether the request can be sent again: nothing was taken of its body, or all of it is kept. */
    boolean isReplayable() {
        return !bodyTaken;
    }
}
