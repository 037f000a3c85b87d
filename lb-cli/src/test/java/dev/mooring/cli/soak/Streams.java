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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Event streams that are held open. To be used by one thread. */
final class Streams implements AutoCloseable {
    /** Connections that are being opened at a time, so that no backlog overflows. */
    private static final int AT_A_TIME = 200;

    private static final Duration TO_OPEN = Duration.ofSeconds(90);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Tally tally;

    Streams(Tally tally) {
        this.tally = tally;
    }

    /** Opens so many; false if they did not all begin. */
    boolean open(int streams, URI balancer) {
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
        return waitUntil(TO_OPEN, () -> tally.streaming() == streams);
    }

    /** Something that may become true. */
    interface Condition {
        boolean holds();
    }

    static boolean waitUntil(Duration patience, Condition condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return true;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
