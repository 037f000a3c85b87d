// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sees the bytes: what an HTTP client would hide is what these tests are about. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    private Wire(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static Wire to(SampleServer server) throws IOException {
        return new Wire(server.port(), 0);
    }

    static Wire to(int port) throws IOException {
        return new Wire(port, 0);
    }

    /** A client whose kernel takes little, so that a reader who stops is felt soon. */
    static Wire narrow(SampleServer server) throws IOException {
        return new Wire(server.port(), 4_096);
    }

    Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Sends a GET with these header lines. */
    Wire get(String target, String... headers) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + String.join("", lines(headers)) + "\r\n");
    }

    /** Sends a GET whose answer is not chunked, so that the body can be read as it is. */
    Wire getPlain(String target, String... headers) throws IOException {
        return send("GET " + target + " HTTP/1.0\r\nHost: test\r\n" + String.join("", lines(headers)) + "\r\n");
    }

    private static String[] lines(String... headers) {
        String[] lines = headers.clone();
        for (int i = 0; i < lines.length; i++) {
            lines[i] += "\r\n";
        }
        return lines;
    }

    /** Reads until the text was seen and returns all that was seen so far. */
    String until(String text) throws IOException {
        while (!soFar().contains(text)) {
            int next;
            try {
                next = readOnce();
            } catch (SocketTimeoutException e) {
                throw new AssertionError("no \"" + text + "\" in: " + soFar(), e);
            }
            if (next < 0) {
                throw new AssertionError("the stream ended without \"" + text + "\": " + soFar());
            }
        }
        return soFar();
    }

    /** Reads until the server closes and returns all that was seen. */
    String toEnd() throws IOException {
        int next = 0;
        while (next >= 0) {
            next = readOnce();
        }
        return soFar();
    }

    /** True when the connection ends with a reset rather than an end. */
    boolean endsWithReset() throws IOException {
        try {
            toEnd();
            return false;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            return true;
        }
    }

    /** True when nothing arrives for this long. */
    boolean isSilentFor(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            readOnce();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    private int readOnce() throws IOException {
        byte[] buffer = new byte[16_384];
        InputStream in = socket.getInputStream();
        int count = in.read(buffer);
        if (count > 0) {
            seen.write(buffer, 0, count);
        }
        return count;
    }

    String soFar() {
        return seen.toString(StandardCharsets.UTF_8);
    }

    void forget() {
        seen.reset();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a test's socket", e);
        }
    }
}
