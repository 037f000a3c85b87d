// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
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
    void whatIsNoSocketIsLeftAlone() {
        EmbeddedChannel channel = new EmbeddedChannel();
        KeepAlive.on(channel);
        assertFalse(channel.config().getOptions().containsKey(ChannelOption.SO_KEEPALIVE));
        channel.close();
    }
}
