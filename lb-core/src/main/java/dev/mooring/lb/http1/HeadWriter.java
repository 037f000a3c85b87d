// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/**
 * Writes heads and chunks as octets (RFC 9112). What it is given has been checked; it adds no meaning. A head is put together in
 * an array that its thread keeps, and copied once.
 */
public final class HeadWriter {
    private static final FastThreadLocal<HeadWriter> OWN = new FastThreadLocal<>() {
        @Override
        protected HeadWriter initialValue() {
            return new HeadWriter();
        }
    };

    private byte[] octets = new byte[2048];
    private int length;

    private HeadWriter() {}

    /** A request's head, complete. */
    public static void request(ByteBuf out, String method, String target, HeaderChanges fields) {
        HeadWriter head = OWN.get();
        head.text(method);
        head.octet(' ');
        head.text(target);
        head.text(" HTTP/1.1\r\n");
        head.fields(fields);
        head.moveTo(out);
    }

    /** A response's head, complete. */
    public static void response(ByteBuf out, int status, String reason, HeaderChanges fields) {
        HeadWriter head = OWN.get();
        head.text("HTTP/1.1 ");
        head.octet('0' + status / 100);
        head.octet('0' + status / 10 % 10);
        head.octet('0' + status % 10);
        head.octet(' ');
        head.text(reason);
        head.end();
        head.fields(fields);
        head.moveTo(out);
    }

    /** The size line of a chunk. */
    public static void chunkSize(ByteBuf out, int bytes) {
        HeadWriter line = OWN.get();
        line.text(Integer.toHexString(bytes));
        line.end();
        line.moveTo(out);
    }

    /** The end of a chunk's data. */
    public static void chunkEnd(ByteBuf out) {
        out.writeShort('\r' << 8 | '\n');
    }

    /** The last chunk, and the trailer fields after it. */
    public static void lastChunk(ByteBuf out, HeaderChanges trailers) {
        HeadWriter end = OWN.get();
        end.text("0\r\n");
        end.fields(trailers);
        end.moveTo(out);
    }

    private void fields(HeaderChanges fields) {
        if (fields.isAddedFirst()) {
            added(fields);
            received(fields);
        } else {
            received(fields);
            added(fields);
        }
        end();
    }

    /** Lines that stand as they would be written are copied as they stand, those next to each other in one go. */
    private void received(HeaderChanges fields) {
        Headers original = fields.original();
        byte[] bytes = original.bytes();
        int start = 0;
        int end = 0;
        for (int i = 0; i < original.size(); i++) {
            if (i == fields.insertedBefore()) {
                octets(bytes, start, end);
                start = 0;
                end = 0;
                inserted(fields);
            }
            if (fields.isDropped(i)) {
                continue;
            }
            int nameStart = original.nameStart(i);
            int nameEnd = original.nameEnd(i);
            int valueStart = original.valueStart(i);
            int valueEnd = original.valueEnd(i);
            if (isPlain(bytes, nameEnd, valueStart, valueEnd)) {
                if (nameStart != end) {
                    octets(bytes, start, end);
                    start = nameStart;
                }
                end = valueEnd + 2;
            } else {
                octets(bytes, start, end);
                start = 0;
                end = 0;
                octets(bytes, nameStart, nameEnd);
                text(": ");
                octets(bytes, valueStart, valueEnd);
                end();
            }
        }
        octets(bytes, start, end);
    }

    private static boolean isPlain(byte[] bytes, int nameEnd, int valueStart, int valueEnd) {
        return valueStart == nameEnd + 2
                && bytes[nameEnd] == ':'
                && bytes[nameEnd + 1] == ' '
                && valueEnd + 1 < bytes.length
                && bytes[valueEnd] == '\r'
                && bytes[valueEnd + 1] == '\n';
    }

    private void inserted(HeaderChanges fields) {
        for (int i = 0; i < fields.insertedCount(); i++) {
            line(fields.insertedName(i), fields.insertedValue(i));
        }
    }

    private void added(HeaderChanges fields) {
        for (int i = 0; i < fields.addedCount(); i++) {
            line(fields.addedName(i), fields.addedValue(i));
        }
    }

    private void line(String name, String value) {
        text(name);
        text(": ");
        text(value);
        end();
    }

    private void octet(int octet) {
        reserve(1);
        octets[length++] = (byte) octet;
    }

    private void octets(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, octets, length, end - start);
        length += end - start;
    }

    private void end() {
        reserve(2);
        octets[length++] = '\r';
        octets[length++] = '\n';
    }

    /** Characters up to 0xff as one octet each, which is what header fields are made of: the low halves are all there is. */
    @SuppressWarnings("deprecation")
    private void text(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), octets, length);
        length += text.length();
    }

    private void reserve(int more) {
        if (more > octets.length - length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }

    private void moveTo(ByteBuf out) {
        out.writeBytes(octets, 0, length);
        length = 0;
    }
}
