// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.http2.LengthCheck;
import dev.mooring.lb.model.LimitSpec;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;

/** Puts the handlers of a protocol in the place of what found out which one it is. */
final class Protocols {
    /** Requests that one client may have under way on a connection of HTTP/2. */
    static final int MAX_STREAMS = 100;

    /** What no compression table may remember. */
    private static final AsciiString SET_COOKIE = new AsciiString("set-cookie");

    private static final LengthCheck LENGTHS = new LengthCheck();

    private Protocols() {}

    /** The client speaks HTTP/1. */
    static void http1(
            ChannelPipeline pipeline, ChannelHandler before, Frontend frontend, LoopServices loop, Origin origin) {
        ClientConnection connection = new ClientConnection(frontend, loop, origin);
        pipeline.replace(before, null, connection);
        connection.channelActive(pipeline.context(connection));
    }

    /** The client speaks HTTP/2. */
    static void http2(
            ChannelPipeline pipeline, ChannelHandler before, Frontend frontend, LoopServices loop, Origin origin) {
        Http2Session session = new Builder(frontend, loop, origin).build();
        pipeline.replace(before, null, session.gate());
        pipeline.addLast(session);
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Session, Builder> {
        private final Frontend frontend;
        private final LoopServices loop;
        private final Origin origin;
        private final Http2Frames frames = new Http2Frames();

        Builder(Frontend frontend, LoopServices loop, Origin origin) {
            this.frontend = frontend;
            this.loop = loop;
            this.origin = origin;
            LimitSpec limits = frontend.live().current().spec().limits();
            Http2Connection connection = new DefaultHttp2Connection(true);
            // Priorities as RFC 7540 had them are gone, and a tree of them is one more thing to attack.
            connection
                    .remote()
                    .flowController(new DefaultHttp2RemoteFlowController(
                            connection, new UniformStreamByteDistributor(connection)));
            connection(connection);
            frameListener(frames);
            initialSettings(Http2Settings.defaultSettings()
                    .maxConcurrentStreams(MAX_STREAMS)
                    .maxHeaderListSize(limits.headerBytes())
                    .connectProtocolEnabled(true));
            frameLogger(LENGTHS);
            headerSensitivityDetector((name, value) -> SET_COOKIE.contentEquals(name));
        }

        @Override
        protected Http2Session build() {
            return super.build();
        }

        @Override
        protected Http2Session build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            Http2Session session = new Http2Session(decoder, encoder, settings, frontend, loop, origin);
            frames.begin(session);
            return session;
        }
    }
}
