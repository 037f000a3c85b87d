// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Clients of event streams, all on the thread that calls. Checks that each event follows the one before, counts streams that are
 * lost, and how long each event was under way by the clock that the origin reads too.
 */
final class SseLoad implements AutoCloseable {
    /** Streams that are being opened at a time. */
    private static final int AT_A_TIME = 200;

    /** Streams from one address, which has only so many ports. */
    private static final int PER_ADDRESS = 20_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private final int port;
    private final List<String> cookies;
    private final Latencies latencies = new Latencies();
    private int opened;
    private int answered;
    private int began;
    private int lost;
    private long gaps;
    private boolean measuring;
    private boolean closing;
    private String firstLoss = "";

    SseLoad(int port, List<String> cookies) throws IOException {
        this.port = port;
        this.cookies = cookies;
    }

    /** Opens so many streams, and waits until each has had an event; false if that takes too long. */
    boolean open(int count, long patienceNanos) throws IOException {
        long deadline = System.nanoTime() + patienceNanos;
        return until(deadline, () -> {
            while (opened < count && opened - answered - lost < AT_A_TIME) {
                connect();
            }
            return began + lost >= count;
        });
    }

    /** Counts the events of so long a time. */
    void measure(long nanos) throws IOException {
        latencies.clear();
        gaps = 0;
        measuring = true;
        until(System.nanoTime() + nanos, () -> false);
        measuring = false;
    }

    private boolean until(long deadline, BooleanSupplier reached) throws IOException {
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            selector.select(this::ready, 10);
        }
        return true;
    }

    private void connect() {
        String cookie = cookies.get(opened % cookies.size());
        int address = 1 + opened / PER_ADDRESS;
        opened++;
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            if (address > 1) {
                channel.bind(new InetSocketAddress("127.0.0." + address, 0));
            }
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            channel.connect(new InetSocketAddress("127.0.0.1", port));
            key.attach(cookie);
        } catch (IOException e) {
            lose(channel, e.toString());
        }
    }

    private void ready(SelectionKey key) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            if (key.isConnectable()) {
                channel.finishConnect();
                String head = "GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nCookie: "
                        + key.attachment() + "\r\n\r\n";
                channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
                key.attach(new SseStream(this));
                key.interestOps(SelectionKey.OP_READ);
                return;
            }
            in.clear();
            if (channel.read(in) < 0) {
                throw new IOException("closed");
            }
            in.flip();
            ((SseStream) key.attachment()).read(in, System.nanoTime());
        } catch (IOException | SseStream.BrokenException e) {
            lose(key.channel(), e.toString());
        }
    }

    private void lose(Channel channel, String why) {
        if (!closing) {
            lost++;
            firstLoss = firstLoss.isEmpty() ? why : firstLoss;
        }
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answered() {
        answered++;
    }

    void began() {
        began++;
    }

    void gap() {
        gaps++;
    }

    void event(long nanos) {
        if (measuring) {
            latencies.add(nanos);
        }
    }

    int lost() {
        return lost;
    }

    String firstLoss() {
        return firstLoss;
    }

    long gaps() {
        return gaps;
    }

    Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
