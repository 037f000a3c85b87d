// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    @Test
    void silentPeersAreAskedAfterAMinuteWhicheverTransportThereIs() {
        assertAsks(Transport.NIO, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE));
        if (Transport.EPOLL.isAvailable()) {
            assertAsks(Transport.EPOLL, EpollChannelOption.TCP_KEEPIDLE);
        }
    }

    private static void assertAsks(Transport transport, ChannelOption<Integer> idle) {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.handlers());
        try {
            Channel channel = new Bootstrap()
                    .group(group)
                    .channelFactory(new ReflectiveChannelFactory<>(transport.channel()))
                    .handler(new ChannelInboundHandlerAdapter())
                    .register()
                    .syncUninterruptibly()
                    .channel();
            KeepAlive.on(channel);
            assertEquals(true, channel.config().getOption(ChannelOption.SO_KEEPALIVE));
            assertEquals(KeepAlive.IDLE_SECONDS, channel.config().getOption(idle));
            channel.close().syncUninterruptibly();
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void peersThatAListenerAcceptedAreAskedToo() throws Exception {
        assertAcceptedAre(
                Transport.NIO, Map.of(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KeepAlive.IDLE_SECONDS));
        if (Transport.EPOLL.isAvailable()) {
            Map<ChannelOption<Integer>, Integer> times = Map.of(
                    EpollChannelOption.TCP_KEEPIDLE, KeepAlive.IDLE_SECONDS,
                    EpollChannelOption.TCP_KEEPINTVL, KeepAlive.INTERVAL_SECONDS,
                    EpollChannelOption.TCP_KEEPCNT, KeepAlive.PROBES);
            assertAcceptedAre(Transport.EPOLL, times);
        }
    }

    private static void assertAcceptedAre(Transport transport, Map<ChannelOption<Integer>, Integer> times)
            throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.handlers());
        try {
            BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
            ServerBootstrap server = new ServerBootstrap()
                    .group(group)
                    .channel(transport.serverChannel())
                    .childHandler(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelActive(ChannelHandlerContext ctx) {
                            KeepAlive.onAccepted(ctx.channel());
                            accepted.add(ctx.channel());
                        }
                    });
            KeepAlive.onListener(server, transport);
            Channel listener =
                    server.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
            int port = ((InetSocketAddress) listener.localAddress()).getPort();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Channel channel = Objects.requireNonNull(accepted.poll(10, TimeUnit.SECONDS), "accepted");
                assertEquals(client.getLocalSocketAddress(), channel.remoteAddress());
                ChannelConfig config = channel.config();
                assertEquals(true, config.getOption(ChannelOption.SO_KEEPALIVE));
                assertEquals(true, config.getOption(ChannelOption.TCP_NODELAY));
                times.forEach((option, value) -> assertEquals(value, config.getOption(option)));
            }
            listener.close().sync();
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsNoSocketIsLeftAlone() {
        EmbeddedChannel channel = new EmbeddedChannel();
        KeepAlive.on(channel);
        assertFalse(channel.config().getOptions().containsKey(ChannelOption.SO_KEEPALIVE));
        channel.close();
    }
}
