// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands the frames that mean something to the session they belong to. Confined to its event loop. */
final class Http2Frames extends Http2FrameAdapter {
    private @Nullable Http2Session session;

    /** Netty wants its listener before there is a session. */
    void begin(Http2Session of) {
        session = of;
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
        return session().dataRead(streamId, data, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endStream)
            throws Http2Exception {
        session().headersRead(streamId, headers, endStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endStream)
            throws Http2Exception {
        session().headersRead(streamId, headers, endStream);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        session().pingAckRead();
    }

    private Http2Session session() {
        return Objects.requireNonNull(session);
    }
}
