// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.backend.BackendConnection;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The request on its way to a backend: how much of it has left, and whether it could be sent again. Reads the client's body only
 * while the backend takes it. Confined to one event loop.
 */
final class RequestUpload {
    private final ClientStream client;
    private final Framing framing;
    private final ByteBufAllocator allocator;
    private boolean headSent;
    private boolean bodyTaken;
    private boolean complete;

    RequestUpload(ClientStream client, Framing framing, ByteBufAllocator allocator) {
        this.client = client;
        this.framing = framing;
        this.allocator = allocator;
    }

    /** Sends the head; when a body follows, asks the client for it. */
    void begin(BackendConnection to, String method, ByteBuf head) {
        headSent = true;
        complete = framing.kind() == Framing.Kind.NONE;
        to.sendHead(method, head, client.keepsChunks(), complete);
        if (!complete) {
            client.readBody(true);
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

    /** Sends the end of the body. */
    void end(BackendConnection to, Headers trailers) {
        bodyTaken = true;
        complete = true;
        if (framing.kind() == Framing.Kind.CHUNKED) {
            ByteBuf out = allocator.ioBuffer(64);
            HeadWriter.lastChunk(out, Trailers.of(trailers));
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
        boolean mustSend = to != null && !complete && to.isWritable();
        return mustSend || !client.isWritable() ? Failure.CLIENT_TIMEOUT : Failure.BODY_STALLED;
    }

    /** Whether the request can be sent again: what was taken of its body is not kept. */
    boolean isReplayable() {
        return !bodyTaken;
    }
}
