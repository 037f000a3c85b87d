// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.ClientEvents;
import dev.mooring.lb.exchange.Exchange;
import dev.mooring.lb.exchange.Tunnel;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http1.Framing;
import dev.mooring.lb.http1.HeadWriter;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on an HTTP/2 stream, on its way to the exchange: framed as HTTP/1 needs it, and held here, with the
 * window closed, while the backend takes no more. What follows a CONNECT is for a tunnel, and waits until there is one. Confined
 * to its event loop.
 */
final class Http2Upload {
    private final Http2Session session;
    private final Http2Stream stream;
    private final boolean chunked;
    private final long length;
    private final long bodyLimit;
    private final boolean connect;
    private @Nullable Exchange exchange;
    private @Nullable Tunnel tunnel;
    private @Nullable Headers trailers;
    private @Nullable ByteBuf waiting;
    private boolean ended;
    private boolean told;
    private boolean wanted;
    private boolean busy;
    private long received;

    Http2Upload(
            Http2Session session, Http2Stream stream, Framing framing, boolean ended, long bodyLimit, boolean connect) {
        this.connect = connect;
        this.session = session;
        this.stream = stream;
        this.chunked = framing.kind() == Framing.Kind.CHUNKED;
        this.length = framing.length();
        this.ended = ended;
        // Without a body the exchange waits for no end.
        this.told = framing.kind() == Framing.Kind.NONE && !connect;
        this.bodyLimit = bodyLimit;
    }

    void into(Exchange by) {
        exchange = by;
    }

    void into(Tunnel by) {
        tunnel = by;
    }

    /** Whether the client has sent all of its request. */
    boolean isEnded() {
        return ended;
    }

    /**
     * Whether all has come that was announced, but not the end: only then it is known whether there is more, which makes the
     * request malformed, and no backend may have taken it for a whole one until then.
     */
    boolean awaitsEnd() {
        return !ended && !chunked && !connect && received == length;
    }

    /** Whether it is the client that keeps the exchange waiting for more of its body, or for the end of it. */
    boolean isOwed() {
        if (awaitsEnd()) {
            return wanted || length == 0;
        }
        return wanted && !ended && waiting == null && session.output().maySend(stream);
    }

    /** Takes some of the body; how many bytes of the window it gives back at once. */
    int data(ByteBuf data, int padding, boolean last) {
        int bytes = data.readableBytes();
        received += bytes;
        ended |= last;
        if (told) {
            return bytes + padding;
        }
        long limit = exchange == null ? bodyLimit : Math.min(bodyLimit, exchange.bodyLimit());
        if (received > limit && !connect) {
            told = true;
            fail(limit);
            return bytes + padding;
        }
        Exchange by = wanted && !busy && !awaitsEnd() ? exchange : null;
        if (by == null || waiting != null) {
            hold(data);
            if (by != null) {
                pass();
            }
            // Padding is for nobody.
            return padding;
        }
        busy = true;
        if (bytes > 0) {
            hand(by, data.retain());
        }
        busy = false;
        tellEnd(by);
        return bytes + padding;
    }

    void trailers(Headers fields) {
        trailers = fields;
        ended = true;
        if (wanted && !busy) {
            pass();
        }
    }

    void want(boolean more) {
        wanted = more && (tunnel != null || !connect);
        if (wanted && !busy && !told && !awaitsEnd() && (ended || waiting != null)) {
            pass();
            ClientEvents by = tunnel == null ? exchange : tunnel;
            if (by != null) {
                by.requestReadComplete();
            }
            session.output().flushSoon();
        }
    }

    void release() {
        told = true;
        if (waiting != null) {
            waiting.release();
            waiting = null;
        }
    }

    /** Keeps a copy: a slice would keep all that was read with it, which is much more when frames are small and padded. */
    private void hold(ByteBuf data) {
        if (!data.isReadable()) {
            return;
        }
        if (waiting == null) {
            waiting = session.output().allocator().ioBuffer(data.readableBytes());
        }
        waiting.writeBytes(data);
    }

    private void fail(long limit) {
        if (exchange != null) {
            exchange.clientFailed(Failure.BODY_TOO_LARGE, "the body is above the limit of " + limit + " bytes");
        }
    }

    /** Hands on what waits, which is no more than a window, and then the end. */
    private void pass() {
        Exchange by = exchange;
        if (by == null) {
            return;
        }
        busy = true;
        while (wanted && waiting != null) {
            ByteBuf next = waiting;
            waiting = null;
            int bytes = next.readableBytes();
            hand(by, next);
            session.output().consumed(stream, bytes);
        }
        busy = false;
        tellEnd(by);
    }

    private void tellEnd(Exchange by) {
        if (ended && waiting == null && !told) {
            told = true;
            if (tunnel != null) {
                tunnel.clientEnded();
                return;
            }
            by.requestEnd(trailers == null ? Headers.EMPTY : trailers);
        }
    }

    private void hand(Exchange by, ByteBuf data) {
        if (tunnel != null) {
            tunnel.fromClient(data);
            return;
        }
        if (!chunked) {
            by.requestBody(data);
            return;
        }
        ByteBuf size = session.output().allocator().ioBuffer(16);
        HeadWriter.chunkSize(size, data.readableBytes());
        by.requestBody(size);
        by.requestBody(data);
        ByteBuf end = session.output().allocator().ioBuffer(2);
        HeadWriter.chunkEnd(end);
        by.requestBody(end);
    }
}
