// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens idle connections to a balancer, from several source addresses, and tells what one costs: first when nothing was ever asked
 * on it, then when one request was. Then what a client costs that asks for much and reads nothing of it. How to run it: {@code docs/soak.md}.
 */
public final class IdleSoak {
    private static final int PORTS_OF_AN_ADDRESS = 20_000;
    private static final int STALLED = 500;
    private static final int STREAMS = 100;
    private static final byte[] REQUEST =
            "GET /hello HTTP/1.1\r\nHost: soak\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private IdleSoak() {}

    /** Argument: the number of connections (50000). */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        Path directory = Files.createTempDirectory("mooring-soak");
        List<SocketChannel> open = new ArrayList<>();
        try (FaultBackend backend = new FaultBackend()) {
            Path file = Files.writeString(
                    directory.resolve("mooring.yaml"), """
                    listeners: {web: {address: "127.0.0.1:0", h2c: true}}
                    pools: {app: {backends: ["%s"]}}
                    limits: {header-time: 1h, keep-alive: 1h, connections: %d}
                    """.formatted(backend.address(), count + STALLED + 100));
            try (SoakProcess balancer = SoakProcess.configured(file, directory.resolve("log"))) {
                InetSocketAddress address = new InetSocketAddress(
                        balancer.uri().getHost(), balancer.uri().getPort());
                // Everything has been loaded once before anything is measured.
                ask(connect(address, 0));
                Cost before = Cost.of(balancer);
                for (int i = 0; i < count; i++) {
                    open.add(connect(address, i));
                }
                tell("never asked anything", count, before, Cost.of(balancer));
                for (SocketChannel channel : open) {
                    ask(channel);
                }
                tell("asked once", count, before, Cost.of(balancer));
                for (SocketChannel channel : open) {
                    ask(channel);
                }
                System.out.println("all of them still serve");
                stall(open, address, balancer);
            }
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }

    private static void stall(List<SocketChannel> open, InetSocketAddress address, SoakProcess balancer)
            throws Exception {
        Cost before = Cost.of(balancer);
        for (int i = 0; i < STALLED; i++) {
            SocketChannel channel = connect(address, i);
            open.add(channel);
            send(channel, new String(REQUEST, StandardCharsets.US_ASCII).replace("/hello", "/big"));
        }
        settle();
        Cost first = Cost.of(balancer);
        tell("read nothing of a response", STALLED, before, first);
        for (int i = 0; i < STALLED / STREAMS; i++) {
            SocketChannel channel = connect(address, i);
            open.add(channel);
            send(channel, FaultFrames.hello());
            for (int stream = 0; stream < STREAMS; stream++) {
                send(channel, FaultFrames.get(2 * stream + 1, "/big"));
            }
        }
        settle();
        tell("are streams of HTTP/2 that read nothing", STALLED, first, Cost.of(balancer));
    }

    /** Nothing tells from outside that all that can be read ahead has been. */
    private static void settle() {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(10));
    }

    private static void send(SocketChannel channel, String text) throws Exception {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static SocketChannel connect(InetSocketAddress address, int number) throws Exception {
        SocketChannel channel = SocketChannel.open();
        // So the choice of a port is left to the moment of connecting, when the other end is known.
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress("127.0.0." + (1 + number / PORTS_OF_AN_ADDRESS), 0));
        channel.connect(address);
        return channel;
    }

    private static void ask(SocketChannel channel) throws Exception {
        channel.write(ByteBuffer.wrap(REQUEST));
        ByteBuffer response = ByteBuffer.allocate(4096);
        while (!StandardCharsets.US_ASCII
                .decode(response.duplicate().flip())
                .toString()
                .endsWith("hello")) {
            if (channel.read(response) < 0) {
                throw new IllegalStateException("a connection was closed");
            }
        }
    }

    private static void tell(String which, int count, Cost before, Cost now) {
        System.out.printf(
                "%d connections that %s: heap %.2f KiB, buffers outside %.2f KiB, RSS %.2f KiB for each%n",
                count,
                which,
                (now.heap - before.heap) / (double) count,
                (now.buffers - before.buffers) / (double) count,
                (now.rss - before.rss) / (double) count);
    }

    /** In KiB. */
    private record Cost(long heap, long buffers, long rss) {
        static Cost of(SoakProcess balancer) throws Exception {
            return new Cost(balancer.heapAfterCollectionKiB(), balancer.buffers(), balancer.rssKiB());
        }
    }
}
