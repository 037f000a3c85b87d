// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2FrameLogger;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.logging.LogLevel;
import java.util.List;

/**
 * Has a Content-Length that is not one number refused as on HTTP/1. Netty makes 5 of {@code 5, 5} and of two fields before anybody
 * else sees them, unless it is told here, where it would write a log, that this is no number at all. Writes no log. Stateless.
 */
public final class LengthCheck extends Http2FrameLogger {
    private static final String NO_NUMBER = "?";

    /** One is enough for all connections. */
    public LengthCheck() {
        super(LogLevel.TRACE, LengthCheck.class);
    }

    @Override
    public boolean isEnabled() {
        return false;
    }

    @Override
    public void logHeaders(
            Direction direction,
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endStream) {
        check(direction, headers);
    }

    @Override
    public void logHeaders(
            Direction direction,
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endStream) {
        check(direction, headers);
    }

    private static void check(Direction direction, Http2Headers headers) {
        if (direction == Direction.INBOUND && headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            List<CharSequence> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
            if (lengths.size() > 1 || !isNumber(lengths.get(0))) {
                headers.set(HttpHeaderNames.CONTENT_LENGTH, NO_NUMBER);
            }
        }
    }

    /** Whether these are digits only, and not more of them than a number of 64 bits takes. */
    static boolean isNumber(CharSequence text) {
        return text.length() > 0 && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
