// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at their moments, whether those before have been answered or not, over connections that are kept. The latency of a
 * request counts from the moment when it was due, so one that has to wait for a free connection is not spared its wait. One thread
 * sends what is due, another one reads.
 */
final class PacedLoad implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final Deque<Connection> free = new ArrayDeque<>();
    /** When requests were due that found no connection free. */
    private final Deque<Long> late = new ArrayDeque<>();

    private final Latencies latencies = new Latencies();
    private volatile boolean running;
    private boolean measuring;
    private int errors;

    /** A connection, which has one request under way at most. */
    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer request;
        private final ByteBuffer in = ByteBuffer.allocate(4096);
        private long due;

        Connection(int port, String cookie) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            String fields = cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
            request = ByteBuffer.wrap(
                    ("GET /small HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        void send(long when) throws IOException {
            due = when;
            in.clear();
            channel.write(request.rewind());
            if (request.hasRemaining()) {
                throw new IOException("no room for a request of " + request.limit() + " octets");
            }
        }

        /** Whether the response is whole now. */
        boolean read() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("closed");
            }
            String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return false;
            }
            if (!text.startsWith("HTTP/1.1 200 ")) {
                throw new IOException(text.lines().findFirst().orElse(""));
            }
            int length = text.toLowerCase(Locale.ROOT).indexOf("content-length: ") + 16;
            return in.position() >= end + 4 + Integer.parseInt(text.substring(length, text.indexOf('\r', length)));
        }
    }

    /** Opens connections to these ports in turn, each with one of the cookies, if there are any. */
    PacedLoad(List<Integer> ports, List<String> cookies, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            String cookie = cookies.isEmpty() ? "" : cookies.get(i % cookies.size());
            free.add(new Connection(ports.get(i % ports.size()), cookie));
        }
    }

    /** Sends so many requests a second; those of the last so many nanoseconds are measured. */
    void run(int rate, long warmUpNanos, long nanos) throws Exception {
        running = true;
        Thread reader = new Thread(this::read, "reader");
        reader.start();
        long step = 1_000_000_000L / rate;
        long begin = System.nanoTime();
        for (long due = begin; due < begin + warmUpNanos + nanos; due += step) {
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            synchronized (this) {
                measuring = due >= begin + warmUpNanos;
                Connection connection = free.poll();
                if (connection == null) {
                    late.add(due);
                } else {
                    connection.send(due);
                }
            }
        }
        // What is under way still has half a second.
        LockSupport.parkNanos(500_000_000L);
        running = false;
        selector.wakeup();
        reader.join();
        errors += late.size();
    }

    private void read() {
        try {
            while (running) {
                selector.select(this::ready);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (!connection.read()) {
                return;
            }
            if (measuring) {
                latencies.add(System.nanoTime() - connection.due);
            }
            Long next = late.poll();
            if (next == null) {
                // The one that was used last goes last: all of them are used.
                free.add(connection);
            } else {
                connection.send(next);
            }
        } catch (IOException e) {
            key.cancel();
            errors++;
        }
    }

    Latencies latencies() {
        return latencies;
    }

    int errors() {
        return errors;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
