// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One event stream, read to its end by a thread of its own, that never comes back. It tells a clean end from a cut. Safe from any
 * thread.
 */
public final class EventStream implements AutoCloseable {
    private static final String ID = "id: ";

    private final Socket socket;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final String head;
    private volatile End end = End.OPEN;
    private volatile long endedNanos;

    /** How far a stream is. */
    public enum End {
        /** It runs. */
        OPEN,
        /** Its last chunk has come. */
        CLEAN,
        /** It broke off. */
        CUT
    }

    private EventStream(URI server, String path, String... headers) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        StringBuilder request =
                new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = socket.getInputStream();
        StringBuilder lines = new StringBuilder();
        for (String next = readLine(in); !next.isEmpty(); next = readLine(in)) {
            lines.append(next).append('\n');
        }
        head = lines.toString();
        if (!head.startsWith("HTTP/1.1 200 ")) {
            socket.close();
            throw new IOException("no stream: " + head);
        }
        Thread reader = new Thread(() -> read(in), "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opens a stream; headers are names and values in turn. */
    public static EventStream open(URI server, String path, String... headers) throws IOException {
        return new EventStream(server, path, headers);
    }

    private void read(InputStream in) {
        End how = End.CUT;
        try {
            for (int size = Integer.parseInt(readLine(in), 16); size > 0; size = Integer.parseInt(readLine(in), 16)) {
                byte[] chunk = in.readNBytes(size);
                if (chunk.length < size) {
                    throw new EOFException();
                }
                take(new String(chunk, StandardCharsets.UTF_8));
                readLine(in);
            }
            how = End.CLEAN;
        } catch (IOException cut) {
            how = End.CUT;
        } finally {
            endedNanos = System.nanoTime();
            end = how;
        }
    }

    private void take(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n') {
                line.append(c);
                continue;
            }
            if (line.indexOf(ID) == 0) {
                ids.add(line.substring(ID.length()));
            }
            line.setLength(0);
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException();
            }
            text.append((char) octet);
        }
        return text.toString().stripTrailing();
    }

    /** The response's head. */
    public String head() {
        return head;
    }

    /** The ids of all events so far. */
    public List<String> ids() {
        return List.copyOf(ids);
    }

    /** How far it is. */
    public End end() {
        return end;
    }

    /** When it ended, by {@link System#nanoTime}. */
    public long endedNanos() {
        return endedNanos;
    }

    /** Waits for so many more events, which must follow each other without a gap. */
    public void awaitMore(int count) throws Exception {
        int before = ids.size();
        Eventually.holds(count + " more events", () -> {
            if (end != End.OPEN) {
                throw new AssertionError("the stream has ended: " + end);
            }
            return ids.size() >= before + count;
        });
        List<Long> numbers = ids.stream()
                .map(id -> Long.parseLong(id.substring(id.lastIndexOf('-') + 1)))
                .toList();
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.get(i) != numbers.get(i - 1) + 1) {
                throw new AssertionError("a gap between " + numbers.get(i - 1) + " and " + numbers.get(i));
            }
        }
    }

    /** Waits for its end. */
    public End awaitEnd() throws Exception {
        Eventually.holds("the stream ends", () -> end != End.OPEN);
        return end;
    }

    /** Goes away, as a client that closes its connection. */
    public void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
