// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Backends that send each stream an event at a steady rate, from a moment of its own on, on one thread for all. An event has 100
 * bytes, its number and the time at which it was sent, and is a chunk of its own.
 */
final class SseOrigin extends Thread implements AutoCloseable {
    private static final byte[] HEAD = ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    + "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final int SIZE = 100;

    private final Selector selector = Selector.open();
    private final List<Integer> ports = new ArrayList<>();
    private final PriorityQueue<Stream> due = new PriorityQueue<>((a, b) -> Long.compare(a.due, b.due));
    private final ByteBuffer in = ByteBuffer.allocateDirect(8192);
    private final ByteBuffer out = ByteBuffer.allocateDirect(256);
    private final Random phases = new Random(1);
    private volatile long periodNanos = 1_000_000_000L;
    private volatile boolean ended;

    /** One stream. */
    private static final class Stream {
        private final SelectionKey key;
        private long due;
        private long number;

        Stream(SelectionKey key) {
            this.key = key;
        }
    }

    SseOrigin(int count) throws IOException {
        super("sse-origin");
        setDaemon(true);
        for (int i = 0; i < count; i++) {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            ports.add(((InetSocketAddress) server.getLocalAddress()).getPort());
        }
    }

    List<Integer> ports() {
        return ports;
    }

    /** How many events each stream that begins from now on gets in a second. */
    void rate(double eventsPerSecond) {
        periodNanos = (long) (1e9 / eventsPerSecond);
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                selector.select(this::ready, due.isEmpty() ? 100 : 1);
                sendDue(System.nanoTime());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ);
            } else {
                read(key);
            }
        } catch (IOException gone) {
            close(key);
        }
    }

    /** A head of a request, which comes in one piece; later only the end. */
    private void read(SelectionKey key) throws IOException {
        in.clear();
        if (((SocketChannel) key.channel()).read(in) < 0) {
            close(key);
        } else if (key.attachment() == null) {
            Stream stream = new Stream(key);
            key.attach(stream);
            ((SocketChannel) key.channel()).write(ByteBuffer.wrap(HEAD));
            stream.due = System.nanoTime() + (long) (phases.nextDouble() * periodNanos);
            due.add(stream);
        }
    }

    private void sendDue(long now) {
        while (!due.isEmpty() && due.peek().due <= now) {
            Stream stream = due.poll();
            if (!stream.key.isValid()) {
                continue;
            }
            try {
                send(stream);
                stream.due += periodNanos;
                due.add(stream);
            } catch (IOException gone) {
                close(stream.key);
            }
        }
    }

    private void send(Stream stream) throws IOException {
        stream.number++;
        StringBuilder event = new StringBuilder(SIZE + 8).append("64\r\nid: ").append(stream.number);
        event.append("\ndata: ").append(System.nanoTime()).append(' ');
        while (event.length() < SIZE + 2) {
            event.append('x');
        }
        out.clear();
        out.put(event.append("\n\n\r\n").toString().getBytes(StandardCharsets.US_ASCII)).flip();
        ((SocketChannel) stream.key.channel()).write(out);
        if (out.hasRemaining()) {
            throw new IOException("the proxy does not read");
        }
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException gone) {
            assert gone != null;
        }
    }

    @Override
    public void close() {
        ended = true;
        selector.wakeup();
    }
}
