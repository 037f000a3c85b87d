// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds event streams open through a balancer with a heap of 256 MiB over three sample backends, each a process of its own, for
 * a minute, and tells how many events arrived, how many did not, and what it cost. Exits with 1 if a stream or an event was lost.
 * How to run it: {@code docs/soak.md}.
 */
public final class StreamSoak {
    private static final int BACKENDS = 3;
    /** Connections that are being opened at a time, so that no backlog overflows. */
    private static final int AT_A_TIME = 200;

    private static final Duration TO_OPEN = Duration.ofSeconds(90);

    private final int streams;
    private final Duration time;
    private final Tally tally = new Tally();

    private StreamSoak(int streams, Duration time) {
        this.streams = streams;
        this.time = time;
    }

    /** Arguments: the number of streams (5000) and the seconds (60). */
    public static void main(String[] arguments) throws Exception {
        int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        System.exit(new StreamSoak(streams, Duration.ofSeconds(seconds)).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        List<SoakProcess> processes = new ArrayList<>();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        try {
            List<String> addresses = new ArrayList<>();
            for (int i = 1; i <= BACKENDS; i++) {
                SoakProcess backend = SoakProcess.sampleBackend("b" + i);
                processes.add(backend);
                addresses.add(backend.uri().getAuthority());
            }
            SoakProcess balancer = SoakProcess.balancer(String.join(",", addresses));
            processes.add(balancer);
            System.out.println("balancer on " + balancer.uri() + ", backends on " + addresses);
            return measure(group, balancer);
        } finally {
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
            processes.forEach(SoakProcess::close);
        }
    }

    private boolean measure(EventLoopGroup group, SoakProcess balancer) throws Exception {
        print("idle", balancer);
        long begin = System.nanoTime();
        openAll(group, balancer.uri());
        if (!waitUntil(TO_OPEN, () -> tally.streaming() == streams)) {
            System.out.println("only " + tally.streaming() + " of " + streams + " streams opened");
            return false;
        }
        System.out.printf("%d streams open after %.1f s%n", streams, (System.nanoTime() - begin) / 1e9);
        print("all open", balancer);
        tally.measure(true);
        waitUntil(time, () -> tally.lost() == streams);
        tally.measure(false);
        print("after " + time.toSeconds() + " s", balancer);
        System.out.println(tally.report(streams, time));
        return tally.lost() == 0 && tally.gaps() == 0;
    }

    private void openAll(EventLoopGroup group, URI balancer) throws InterruptedException {
        InetSocketAddress address = new InetSocketAddress(balancer.getHost(), balancer.getPort());
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_RCVBUF, 16 * 1024)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec(), new SoakStream(tally, balancer.getAuthority()));
                    }
                });
        for (int opened = 0; opened < streams; opened++) {
            int now = opened;
            waitUntil(TO_OPEN, () -> now - tally.streaming() - tally.lost() < AT_A_TIME);
            bootstrap.connect(address).addListener(connected -> {
                if (!connected.isSuccess()) {
                    tally.lose(connected.cause().toString());
                }
            });
        }
    }

    private static void print(String when, SoakProcess balancer) throws Exception {
        System.out.printf(
                "%-12s balancer: RSS %d MiB, heap %d MiB used, %d MiB after a collection, %d threads%n",
                when, balancer.rss(), balancer.heap(), balancer.heapAfterCollection(), balancer.threads());
    }

    /** Something that may become true. */
    private interface Condition {
        boolean holds();
    }

    private static boolean waitUntil(Duration patience, Condition condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return true;
    }

    /** The packaged command, next to the test classes that this runs from. */
    static Path jar() throws Exception {
        Path classes = Path.of(StreamSoak.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return classes.resolveSibling("mooring.jar");
    }
}
