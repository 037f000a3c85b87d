// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http2.ResponseFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * A response on an HTTP/2 stream, on its way to the client: what is written waits in the stream's window and not more than
 * {@link #HIGH} bytes beyond it. Confined to its event loop.
 */
final class Http2Download {
    /** So much may wait for the client, and when less waits more is taken, in bytes. */
    private static final int HIGH = 64 * 1024;

    private static final int LOW = 32 * 1024;

    /** Less than this waits until it is known whether the response ends with it: then both are one frame. */
    private static final int SMALL = 2 * 1024;

    private final Http2Session session;
    private final Http2Stream stream;
    private final Runnable taken;
    private @Nullable Http2Headers head;
    private @Nullable ByteBuf small;
    private boolean gone;
    private boolean finished;
    private long sent;
    private long unsent;
    private long unsentBefore = Long.MAX_VALUE;
    private long patienceEnds;

    /** The action is run when the client has taken so much that it may have more. */
    Http2Download(Http2Session session, Http2Stream stream, Runnable taken) {
        this.session = session;
        this.stream = stream;
        this.taken = taken;
    }

    void interim(Http2Headers fields) {
        if (!gone) {
            out().headers(stream, fields, false, Http2Output.NOTHING);
            out().flush();
        }
    }

    /** Held back until it is known whether anything follows: a response without a body is one frame. */
    void head(Http2Headers fields) {
        head = fields;
    }

    void body(ByteBuf data) {
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

    /** Half of a tunnel has ended. */
    void finish() {
        finished = true;
        if (!gone) {
            writeHeld();
            out().data(stream, Unpooled.EMPTY_BUFFER, true, Http2Output.NOTHING);
            out().flush();
        }
    }

    /** The response is complete; a client that has not sent all of its request is told to stop. */
    void end(HeaderChanges trailers, boolean requestEnded) {
        if (gone) {
            return;
        }
        // RFC 9113, 8.1: the rest of a request that was answered before its end is of no use to anybody.
        Runnable afterwards = requestEnded ? Http2Output.NOTHING : () -> out().reset(stream, Http2Error.NO_ERROR);
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
        patienceEnds = session.timers().now() + session.patience();
        session.timers().lookAt(patienceEnds);
    }

    /** The response breaks off. */
    void cut(Http2Error why) {
        if (!gone) {
            writeSmall();
            out().flush();
            out().reset(stream, why);
        }
    }

    void flush() {
        if (!gone) {
            writeHeld();
            out().flushSoon();
        }
    }

    boolean isWritable() {
        return gone || (unsent < HIGH && out().isWritable(stream));
    }

    /** What the client has taken of the body, in bytes. */
    long sent() {
        return sent;
    }

    /** Nothing more can be written. */
    void close() {
        gone = true;
        if (small != null) {
            small.release();
            small = null;
        }
    }

    /** After the end: resets the stream of a client that takes nothing of what is left; when to ask again. */
    long onTime(long now) {
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

    private void write(ByteBuf data, boolean last, Runnable afterwards) {
        int bytes = data.readableBytes();
        unsent += bytes;
        out().data(stream, data, last, () -> {
            unsent -= bytes;
            sent += bytes;
            if (unsent <= LOW) {
                taken.run();
            }
            afterwards.run();
        });
    }
}
