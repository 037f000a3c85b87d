// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Follows the frames of one direction of a WebSocket (RFC 6455, 5.2) without touching them, to know when a frame of our own may
 * come between two of them. Reads heads only, so extensions do not matter. Confined to one event loop.
 */
public final class WebSocketFrames {
    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    /** The endpoint is going away (RFC 6455, 7.4.1). */
    private static final int GOING_AWAY = 1001;

    private enum Part {
        OPCODE,
        LENGTH,
        LONG_LENGTH,
        MASK,
        PAYLOAD
    }

    private Part part = Part.OPCODE;
    private int left;
    private boolean masked;
    private long payload;
    private boolean closed;

    /** Notes that these octets pass; the buffer stays as it is. */
    public void pass(ByteBuf data) {
        int at = data.readerIndex();
        int end = data.writerIndex();
        while (at < end) {
            if (part == Part.PAYLOAD) {
                long skip = Math.min(payload, end - at);
                at += (int) skip;
                payload -= skip;
                part = payload == 0 ? Part.OPCODE : Part.PAYLOAD;
            } else {
                head(data.getByte(at) & 0xff);
                at++;
            }
        }
    }

    /** Whether a frame of our own may be written now: between two frames, and none has said that it is the last. */
    public boolean mayInsert() {
        return part == Part.OPCODE && !closed;
    }

    /** A Close frame that says that this end is going away; what is sent to a server is masked. */
    public static ByteBuf goingAway(ByteBufAllocator allocator, boolean toServer) {
        ByteBuf out = allocator.ioBuffer(8);
        out.writeByte(FINAL | CLOSE);
        out.writeByte(2 | (toServer ? MASKED : 0));
        int mask = toServer ? ThreadLocalRandom.current().nextInt() : 0;
        if (toServer) {
            out.writeInt(mask);
        }
        return out.writeShort(GOING_AWAY ^ (mask >>> 16));
    }

    private void head(int octet) {
        switch (part) {
            case OPCODE -> {
                closed |= (octet & 0xf) == CLOSE;
                part = Part.LENGTH;
            }
            case LENGTH -> {
                int length = octet & 0x7f;
                masked = (octet & MASKED) != 0;
                payload = length < 126 ? length : 0;
                left = length == 126 ? 2 : 8;
                part = Part.LONG_LENGTH;
                if (length < 126) {
                    afterLength();
                }
            }
            case LONG_LENGTH -> {
                payload = (payload << 8) + octet;
                if (--left == 0) {
                    afterLength();
                }
            }
            case MASK -> {
                if (--left == 0) {
                    part = payload == 0 ? Part.OPCODE : Part.PAYLOAD;
                }
            }
            case PAYLOAD -> throw new IllegalStateException("payload is skipped");
        }
    }

    private void afterLength() {
        left = 4;
        // A length above 2^63 is no length; whoever sends it is never between two frames again.
        payload = payload < 0 ? Long.MAX_VALUE : payload;
        part = masked ? Part.MASK : payload == 0 ? Part.OPCODE : Part.PAYLOAD;
    }
}
