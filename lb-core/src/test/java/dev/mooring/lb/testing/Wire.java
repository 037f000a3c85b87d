// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One end of a TCP connection that speaks and hears raw octets, each octet a char. Every wait has a deadline. */
public class Wire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Sends these octets at once. */
    public Wire send(String octets) throws IOException {
        return send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends these octets at once. */
    public Wire send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
        return this;
    }

    /** Reads a head, with the empty line that ends it. */
    public String readHead() throws IOException {
        return readUntil("\r\n\r\n");
    }

    /** Reads until these octets have come, and returns all that was read. */
    public String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!endsWith(text, end)) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed after: " + text);
            }
            text.append((char) b);
        }
        return text.toString();
    }

    /** Reads so many octets. */
    public String read(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new IOException("closed after " + octets.length + " of " + count + " octets");
        }
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** Reads one chunk of a chunked body. */
    public String readChunk() throws IOException {
        String data = read(Integer.parseInt(readUntil("\r\n").strip(), 16));
        readUntil("\r\n");
        return data;
    }

    /** Reads chunks up to the last one; the data, and then the lines of the trailer. */
    public String readChunked() throws IOException {
        StringBuilder data = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(readUntil("\r\n").strip(), 16);
            if (size == 0) {
                for (String line = readUntil("\r\n"); line.length() > 2; line = readUntil("\r\n")) {
                    data.append(line);
                }
                return data.toString();
            }
            data.append(read(size));
            readUntil("\r\n");
        }
    }

    /** Sends no more, but still reads. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads one octet if there is one within the time; -1 at the end of the connection, -2 when nothing came. */
    public int readWithin(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            return in.read();
        } catch (SocketTimeoutException nothing) {
            return -2;
        } finally {
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }
    }

    /** Waits, however long, until the other end closes, and drops what it says before. */
    public void awaitEnd() throws IOException {
        int octet = 0;
        while (octet != -1) {
            octet = readWithin(Duration.ofMinutes(1));
        }
    }

    /** Reads to the end of the connection, be it a close or a reset. */
    public String readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketTimeoutException open) {
            throw new IOException("still open after: " + all.toString(StandardCharsets.ISO_8859_1), open);
        } catch (SocketException reset) {
            all.writeBytes("<reset>".getBytes(StandardCharsets.ISO_8859_1));
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Closes by a reset instead of an end. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The socket itself. */
    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0;
    }
}
