// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.CharsetUtil;

/** Writes heads and chunks as octets (RFC 9112). What it is given has been checked; it adds no meaning. */
public final class HeadWriter {
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(CharsetUtil.US_ASCII);
    private static final byte[] STATUS = "HTTP/1.1 ".getBytes(CharsetUtil.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n".getBytes(CharsetUtil.US_ASCII);
    private static final int CRLF = '\r' << 8 | '\n';
    private static final int COLON_SPACE = ':' << 8 | ' ';

    private HeadWriter() {}

    /** A request's head, complete. */
    public static void request(ByteBuf out, String method, String target, HeaderChanges fields) {
        text(out, method);
        out.writeByte(' ');
        text(out, target);
        out.writeBytes(VERSION);
        fields(out, fields);
    }

    /** A response's head, complete. */
    public static void response(ByteBuf out, int status, String reason, HeaderChanges fields) {
        out.writeBytes(STATUS);
        out.writeByte('0' + status / 100).writeByte('0' + status / 10 % 10).writeByte('0' + status % 10);
        out.writeByte(' ');
        text(out, reason);
        out.writeShort(CRLF);
        fields(out, fields);
    }

    /** The size line of a chunk. */
    public static void chunkSize(ByteBuf out, int bytes) {
        text(out, Integer.toHexString(bytes));
        out.writeShort(CRLF);
    }

    /** The end of a chunk's data. */
    public static void chunkEnd(ByteBuf out) {
        out.writeShort(CRLF);
    }

    /** The last chunk, and the trailer fields after it. */
    public static void lastChunk(ByteBuf out, HeaderChanges trailers) {
        out.writeBytes(LAST_CHUNK);
        fields(out, trailers);
    }

    private static void fields(ByteBuf out, HeaderChanges fields) {
        if (fields.isAddedFirst()) {
            added(out, fields);
            received(out, fields);
        } else {
            received(out, fields);
            added(out, fields);
        }
        out.writeShort(CRLF);
    }

    private static void received(ByteBuf out, HeaderChanges fields) {
        Headers original = fields.original();
        byte[] bytes = original.bytes();
        for (int i = 0; i < original.size(); i++) {
            if (!fields.isDropped(i)) {
                out.writeBytes(bytes, original.nameStart(i), original.nameEnd(i) - original.nameStart(i));
                out.writeShort(COLON_SPACE);
                out.writeBytes(bytes, original.valueStart(i), original.valueEnd(i) - original.valueStart(i));
                out.writeShort(CRLF);
            }
        }
    }

    private static void added(ByteBuf out, HeaderChanges fields) {
        for (int i = 0; i < fields.addedCount(); i++) {
            text(out, fields.addedName(i));
            out.writeShort(COLON_SPACE);
            text(out, fields.addedValue(i));
            out.writeShort(CRLF);
        }
    }

    /** Characters up to 0xff as one octet each: what header fields are made of. */
    private static void text(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }
}
