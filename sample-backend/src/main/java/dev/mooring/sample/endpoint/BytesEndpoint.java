// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import dev.mooring.sample.http.Problem;
import dev.mooring.sample.http.Source;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * {@code GET /bytes/N}: a download of N bytes, the alphabet over and over. All downloads share one piece of memory, and no
 * more of it is written than the client takes.
 */
public final class BytesEndpoint implements Endpoint {
    private static final long MAX_BYTES = 1L << 40;
    private static final ByteBuf PATTERN = Unpooled.unreleasableBuffer(pattern());

    @Override
    public void handle(Exchange exchange) {
        String path = exchange.request().path();
        long length = length(path.substring(path.lastIndexOf('/') + 1));
        exchange.addHeader(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream");
        if (!exchange.request().flag("chunked")) {
            exchange.addHeader(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        }
        exchange.stream(HttpResponseStatus.OK, new Download(exchange, length));
    }

    private static long length(String text) {
        try {
            long length = Long.parseLong(text);
            if (length >= 0 && length <= MAX_BYTES) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Reported below, together with numbers out of range.
        }
        throw Problem.badRequest("/bytes/" + text + " (expected: a number of bytes from 0 to " + MAX_BYTES + ")");
    }

    private static ByteBuf pattern() {
        // A multiple of 26, so that the alphabet goes on from one part to the next.
        byte[] alphabets = new byte[26 * 1_024];
        for (int i = 0; i < alphabets.length; i++) {
            alphabets[i] = (byte) ('a' + i % 26);
        }
        return Unpooled.directBuffer(alphabets.length).writeBytes(alphabets);
    }

    /** What one client still has to get. */
    private static final class Download implements Source {
        private final Exchange exchange;
        private long remaining;

        Download(Exchange exchange, long length) {
            this.exchange = exchange;
            this.remaining = length;
        }

        @Override
        public void writeMore() {
            while (remaining > 0 && exchange.writable()) {
                int length = (int) Math.min(remaining, PATTERN.readableBytes());
                exchange.write(PATTERN.duplicate().readSlice(length));
                remaining -= length;
            }
            if (remaining == 0) {
                exchange.finish();
            }
        }
    }
}
