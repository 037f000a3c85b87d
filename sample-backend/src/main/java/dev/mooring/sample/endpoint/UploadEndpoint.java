// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.endpoint;

import dev.mooring.sample.http.Body;
import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * {@code POST /upload} and {@code /echo}: takes a body of any length and answers what arrived, as a count and two checksums:
 * proof that nothing on the way changed it.
 */
public final class UploadEndpoint implements Endpoint {
    @Override
    public void handle(Exchange exchange) {
        exchange.readBody(new Upload(exchange));
    }

    /** One body on its way in; only its sums are kept. */
    private static final class Upload implements Body {
        private final Exchange exchange;
        private final CRC32 crc = new CRC32();
        private final MessageDigest sha256 = sha256();
        private long count;

        Upload(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void part(ByteBuf bytes) {
            count += bytes.readableBytes();
            ByteBuffer view = bytes.nioBuffer();
            crc.update(view);
            view.rewind();
            sha256.update(view);
        }

        @Override
        public void end() {
            exchange.answer(HttpResponseStatus.OK, out -> {
                out.writeNumberField("bytes", count);
                out.writeStringField("crc32", String.format("%08x", crc.getValue()));
                out.writeStringField("sha256", HexFormat.of().formatHex(sha256.digest()));
            });
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
