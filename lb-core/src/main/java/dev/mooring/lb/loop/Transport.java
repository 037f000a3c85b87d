// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** The ways to talk to the operating system: a native one where there is one, else that of the JDK. */
public enum Transport {
    /** Linux, without being asked. */
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class, EpollDatagramChannel.class),
    /** macOS and the BSDs, without being asked. */
    KQUEUE(KQueueServerSocketChannel.class, KQueueSocketChannel.class, KQueueDatagramChannel.class),
    /** Linux, only when asked for: many containers forbid it. */
    IO_URING(IoUringServerSocketChannel.class, IoUringSocketChannel.class, IoUringDatagramChannel.class),
    /** Everywhere. */
    NIO(NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class);

    /** The largest read of a client, in bytes. */
    private static final int CLIENT_READ = 32 * 1024;

    /** How many bytes may wait to be written until nothing more is read for them, and at how many it goes on. */
    private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(24 * 1024, 48 * 1024);

    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends Channel> channel;
    private final Class<? extends DatagramChannel> datagramChannel;

    Transport(
            Class<? extends ServerChannel> serverChannel,
            Class<? extends Channel> channel,
            Class<? extends DatagramChannel> datagramChannel) {
        this.serverChannel = serverChannel;
        this.channel = channel;
        this.datagramChannel = datagramChannel;
    }

    /** The best one of this machine. */
    public static Transport best() {
        if (EPOLL.isAvailable()) {
            return EPOLL;
        }
        return KQUEUE.isAvailable() ? KQUEUE : NIO;
    }

    /** Whether it works on this machine. */
    public boolean isAvailable() {
        return switch (this) {
            case EPOLL -> Epoll.isAvailable();
            case KQUEUE -> KQueue.isAvailable();
            case IO_URING -> IoUring.isAvailable();
            case NIO -> true;
        };
    }

    /** Makes what drives the event loops. */
    public IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> PatientEpoll.newFactory();
            case KQUEUE -> KQueueIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /** How much is read of a client at a time: as much as it lately sent, within bounds. */
    public static RecvByteBufAllocator clientReads() {
        return new AdaptiveRecvByteBufAllocator(64, 2048, CLIENT_READ);
    }

    /** How much may wait to be written to a connection. */
    public static WriteBufferWaterMark waiting() {
        return WAITING;
    }

    /** What listens. */
    public Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    /** What connects. */
    public Class<? extends Channel> channel() {
        return channel;
    }

    /** What asks DNS. */
    public Class<? extends DatagramChannel> datagramChannel() {
        return datagramChannel;
    }
}
