// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A client that speaks raw frames of HTTP/2; its field sections have no compression. */
public final class H2Client implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    private final RawClient wire;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    private final Map<Integer, StringBuilder> bodies = new TreeMap<>();

    /** A frame as it came. */
    public record Frame(int type, int flags, int stream, String payload) {
        /** The error code of a RST_STREAM or GOAWAY. */
        public int code() {
            int at = type == GOAWAY ? 4 : 0;
            return payload.charAt(at) << 24
                    | payload.charAt(at + 1) << 16
                    | payload.charAt(at + 2) << 8
                    | payload.charAt(at + 3);
        }

        /** The last stream of a GOAWAY. */
        public int lastStream() {
            return payload.charAt(0) << 24 | payload.charAt(1) << 16 | payload.charAt(2) << 8 | payload.charAt(3);
        }

        public boolean endStream() {
            return (flags & END_STREAM) != 0;
        }
    }

    private H2Client(RawClient wire) {
        this.wire = wire;
    }

    /** Connects, and says hello with these settings, each an id and a value. */
    public static H2Client connect(TestGateway gateway, int... settings) throws IOException {
        return over(RawClient.connect(gateway), settings);
    }

    /** Says hello on a connection. */
    public static H2Client over(RawClient wire, int... settings) throws IOException {
        H2Client client = new H2Client(wire);
        wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        StringBuilder payload = new StringBuilder();
        for (int i = 0; i < settings.length; i += 2) {
            payload.append((char) 0).append((char) settings[i]).append(number(settings[i + 1]));
        }
        client.frame(SETTINGS, 0, 0, payload.toString());
        return client;
    }

    /** Four octets. */
    public static String number(int value) {
        return "" + (char) (value >>> 24) + (char) (value >>> 16 & 0xff) + (char) (value >>> 8 & 0xff)
                + (char) (value & 0xff);
    }

    /** A frame as octets. */
    public static String octets(int type, int flags, int stream, String payload) {
        return number(payload.length()).substring(1) + (char) type + (char) flags + number(stream) + payload;
    }

    /** Sends a frame. */
    public H2Client frame(int type, int flags, int stream, String payload) throws IOException {
        wire.send(octets(type, flags, stream, payload));
        return this;
    }

    /** Fields, given as name, value, name, value, as a section of literals. */
    public static String section(String... fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            text.append('\0');
            text(text, fields[i]);
            text(text, fields[i + 1]);
        }
        return text.toString();
    }

    private static void text(StringBuilder to, String text) {
        int length = text.length();
        if (length < 127) {
            to.append((char) length);
        } else {
            to.append((char) 127);
            int rest = length - 127;
            while (rest >= 128) {
                to.append((char) ((rest & 0x7f) | 0x80));
                rest >>= 7;
            }
            to.append((char) rest);
        }
        to.append(text);
    }

    /** Sends a request's fields: the usual pseudo-headers and then these. */
    public H2Client request(int stream, String method, String path, boolean end, String... fields) throws IOException {
        String head = section(":method", method, ":scheme", "http", ":authority", "test", ":path", path);
        return frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, head + section(fields));
    }

    /** Sends a GET. */
    public H2Client get(int stream, String path, String... fields) throws IOException {
        return request(stream, "GET", path, true, fields);
    }

    /** Sends some of a body. */
    public H2Client data(int stream, String data, boolean end) throws IOException {
        return frame(DATA, end ? END_STREAM : 0, stream, data);
    }

    /** Reads the next frame. */
    public Frame next() throws IOException {
        String head = wire.read(9);
        int length = head.charAt(0) << 16 | head.charAt(1) << 8 | head.charAt(2);
        int stream = head.charAt(5) << 24 | head.charAt(6) << 16 | head.charAt(7) << 8 | head.charAt(8);
        return new Frame(head.charAt(3), head.charAt(4), stream, wire.read(length));
    }

    /** Reads frames until one of this type, answering settings. */
    public Frame await(int type) throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.type() == SETTINGS && (frame.flags() & 1) == 0) {
                frame(SETTINGS, 1, 0, "");
            }
            if (frame.type() == type) {
                return frame;
            }
            if (frame.type() == GOAWAY || (frame.type() == RST_STREAM && type != GOAWAY)) {
                throw new IOException("instead of type " + type + ": " + frame + " code " + frame.code());
            }
        }
    }

    /** Reads the next field section, each field a line. */
    public String fields() throws IOException, Http2Exception {
        return fields(await(HEADERS));
    }

    /** The fields of a frame, each a line. */
    public String fields(Frame frame) throws Http2Exception {
        ByteBuf block = Unpooled.wrappedBuffer(frame.payload().getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder text = new StringBuilder();
        decoder.decodeHeaders(frame.stream(), block)
                .forEach(field -> text.append(field.getKey())
                        .append(": ")
                        .append(field.getValue())
                        .append('\n'));
        return text.toString();
    }

    /** Reads a response of a stream to its end: its fields, and then its body, and then its trailers. */
    public String response(int stream) throws IOException, Http2Exception {
        while (true) {
            Frame frame = next();
            if (frame.type() == SETTINGS && (frame.flags() & 1) == 0) {
                frame(SETTINGS, 1, 0, "");
            } else if (frame.type() == GOAWAY || (frame.type() == RST_STREAM && frame.stream() == stream)) {
                throw new IOException("instead of a response: " + frame + " code " + frame.code());
            } else if (frame.type() == HEADERS) {
                String fields = fields(frame);
                body(frame.stream()).append(fields);
            } else if (frame.type() == DATA) {
                body(frame.stream()).append(frame.payload());
            }
            if (frame.stream() == stream && frame.endStream()) {
                return body(stream).toString();
            }
        }
    }

    private StringBuilder body(int stream) {
        return bodies.computeIfAbsent(stream, number -> new StringBuilder());
    }

    /** The connection underneath. */
    public RawClient wire() {
        return wire;
    }

    /** Whether the other end closes the connection, whatever it says before. */
    public String readToEnd() throws IOException {
        return wire.readToEnd();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
