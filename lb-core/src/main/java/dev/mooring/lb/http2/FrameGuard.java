// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts the frames of a connection as they arrive, whatever is made of them afterwards, and says when a client sends more of
 * those that cost it nothing than anybody needs: pings, settings, priorities, resets, window updates, unknown ones, and parts of
 * field sections. It also knows which streams may have a field section. Window updates are paid for by what is sent to the client. Reads frame headers only. Confined to one event
 * loop.
 */
public final class FrameGuard {
    /** The octets that a client begins with (RFC 9113, 3.4). */
    private static final int PREFACE = 24;

    private static final int FRAME_HEADER = 9;
    private static final int MAX_CONTINUATIONS = 32;

    /** What may come at once, and what may come again each second. */
    private static final long BURST = 1000;

    private static final long PER_SECOND = 100;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;

    private static final Violation TOO_MANY =
            new Violation(Http2Error.ENHANCE_YOUR_CALM, "too many frames that ask for nothing");
    private static final Violation TOO_LARGE =
            new Violation(Http2Error.ENHANCE_YOUR_CALM, "a field section far above the limit");

    private final StreamNumbers streams = new StreamNumbers();
    private final int maxBlock;
    private final byte[] header = new byte[FRAME_HEADER];
    private long skip = PREFACE;
    private int have;
    private long budget = BURST;
    private long filled;
    private boolean inBlock;
    private boolean blockEnds;
    private long blockSince;
    private int continuations;
    private long blockBytes;

    /**
     * A reason to end a connection.
     *
     * @param error as the protocol calls it
     * @param detail what happened
     */
    public record Violation(Http2Error error, String detail) {}

    /**
     * A guard of one connection.
     *
     * @param maxBlock the largest field section, as it comes over the wire, in bytes
     * @param now the time in nanoseconds, never negative
     */
    public FrameGuard(int maxBlock, long now) {
        this.maxBlock = maxBlock;
        this.filled = now;
    }

    /**
     * Looks at what has arrived, and takes nothing of it.
     *
     * @return what is wrong; null while all is well
     */
    public @Nullable Violation see(ByteBuf in, long now) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end) {
            if (skip > 0) {
                long step = Math.min(skip, end - at);
                skip -= step;
                at += (int) step;
                payloadPassed();
            } else {
                header[have] = in.getByte(at);
                have++;
                at++;
                if (have == FRAME_HEADER) {
                    have = 0;
                    Violation problem = frame(now);
                    if (problem != null) {
                        return problem;
                    }
                    payloadPassed();
                }
            }
        }
        return null;
    }

    /** So much was sent to the client, which it will have to make room for. */
    public void sent(int bytes) {
        budget = Math.min(BURST, budget + 4 + bytes / 1024);
    }

    /** Since when a field section has been arriving without being complete; -1 when there is none. */
    public long blockSince() {
        return inBlock ? blockSince : -1;
    }

    private void payloadPassed() {
        if (skip == 0 && inBlock && blockEnds) {
            inBlock = false;
        }
    }

    private @Nullable Violation frame(long now) {
        int length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        int type = header[3] & 0xff;
        int flags = header[4] & 0xff;
        int stream = (header[5] & 0x7f) << 24 | (header[6] & 0xff) << 16 | (header[7] & 0xff) << 8 | (header[8] & 0xff);
        skip = length;
        if (type == HEADERS || type == CONTINUATION) {
            return block(type, flags, stream, length, now);
        }
        if (type == RST_STREAM || (type == DATA && (flags & END_STREAM) != 0)) {
            streams.ended(stream);
        }
        return spend(cost(type, flags, length), now) ? null : TOO_MANY;
    }

    private @Nullable Violation block(int type, int flags, int stream, int length, long now) {
        if (type == HEADERS) {
            Http2Error wrong = streams.headers(stream, (flags & END_STREAM) != 0);
            if (wrong != null) {
                return new Violation(wrong, "a field section on a stream that takes none");
            }
            inBlock = true;
            blockSince = now;
            continuations = 0;
            blockBytes = 0;
        } else {
            continuations++;
        }
        blockBytes += length;
        blockEnds = (flags & END_HEADERS) != 0;
        return continuations > MAX_CONTINUATIONS || blockBytes > maxBlock ? TOO_LARGE : null;
    }

    private static int cost(int type, int flags, int length) {
        if (type == DATA) {
            return length == 0 && (flags & END_STREAM) == 0 ? 1 : 0;
        }
        // Each of them is answered, and some are remembered.
        return type == SETTINGS && (flags & ACK) == 0 ? 4 : 1;
    }

    private boolean spend(int cost, long now) {
        long earned = (now - filled) * PER_SECOND / TimeUnit.SECONDS.toNanos(1);
        if (earned > 0) {
            budget = Math.min(BURST, budget + earned);
            filled = now;
        }
        budget -= cost;
        return budget >= 0;
    }
}
