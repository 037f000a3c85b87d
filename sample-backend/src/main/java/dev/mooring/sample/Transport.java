// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Chooses epoll where the machine has it, NIO elsewhere. */
final class Transport {
    /** Together with one event, the most that waits in memory for one slow client, in bytes. */
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(16 << 10, 32 << 10);
    /** Thousands of clients may come back at once after a crash; the kernel cuts it to its own limit. */
    private static final int BACKLOG = 8_192;

    /** So that many come in during one turn of a busy loop; Netty's own 16 would starve newcomers. */
    private static final int ACCEPTS_PER_TURN = 512;

    private Transport() {}

    /**
     * One thread for the whole server. It serves thousands of streams easily, and then no state of the server is shared
     * between threads.
     */
    static EventLoopGroup singleLoop(String server) {
        return new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory("sample-" + server, true),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    static ServerBootstrap bootstrap(EventLoopGroup loop, ChannelInitializer<SocketChannel> connections) {
        Class<? extends ServerChannel> type =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return new ServerBootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(ACCEPTS_PER_TURN))
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
                .childHandler(connections);
    }
}
