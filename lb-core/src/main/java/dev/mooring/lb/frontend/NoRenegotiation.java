// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Closes a connection whose client begins a second handshake on it, as TLS 1.2 lets it: each costs a signature, and a request
 * may stand half before and half behind it. Looks at the types of records only, in front of the engine; for engines that would
 * go along with it. Confined to one event loop.
 */
final class NoRenegotiation extends ChannelInboundHandlerAdapter {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int RECORD_HEADER = 5;

    /** Behind its change of keys a client ends its handshake, or with TLS 1.3 greets once more, in one record. */
    private static final int ALLOWED = 1;

    private boolean changed;
    private int handshakes;
    private int have;
    private int type;
    private int length;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        int at = in.readerIndex();
        while (at < in.writerIndex()) {
            if (have == RECORD_HEADER) {
                int step = Math.min(length, in.writerIndex() - at);
                length -= step;
                at += step;
            } else {
                header(in.getUnsignedByte(at));
                at++;
            }
            if (have == RECORD_HEADER && length == 0) {
                have = 0;
            }
        }
        if (handshakes > ALLOWED) {
            in.release();
            ctx.close();
        } else {
            ctx.fireChannelRead(in);
        }
    }

    private void header(int octet) {
        if (have == 0) {
            type = octet;
        } else if (have == RECORD_HEADER - 2) {
            length = octet << 8;
        } else if (have == RECORD_HEADER - 1) {
            length |= octet;
            changed |= type == CHANGE_CIPHER_SPEC;
            handshakes += changed && type == HANDSHAKE ? 1 : 0;
        }
        have++;
    }
}
