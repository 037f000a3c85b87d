// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the operating system ask silent peers whether they are still there: one that vanished without a word, with its machine or its
 * network, would otherwise hold its stream for ever. After {@link #IDLE_SECONDS} of silence it is asked {@link #PROBES} times.
 */
public final class KeepAlive {
    private static final Logger LOG = LoggerFactory.getLogger(KeepAlive.class);

    /** Silence before the first question. */
    static final int IDLE_SECONDS = 60;
    /** Between two questions. */
    static final int INTERVAL_SECONDS = 10;
    /** Questions without an answer after which the connection is broken. */
    static final int PROBES = 6;
    /** Silence after which a peer that was asked is gone. */
    static final long GONE_MILLIS = 1000L * (IDLE_SECONDS + PROBES * INTERVAL_SECONDS);

    /**
     * The same for sockets that listen on Linux, by the numbers that it has for levels and options: connections inherit them, and
     * four calls of the system for each are saved.
     */
    private static final Map<IntegerUnixChannelOption, Integer> INHERITED = Map.of(
            new IntegerUnixChannelOption("SO_KEEPALIVE", 1, 9), 1,
            new IntegerUnixChannelOption("TCP_KEEPIDLE", 6, 4), IDLE_SECONDS,
            new IntegerUnixChannelOption("TCP_KEEPINTVL", 6, 5), INTERVAL_SECONDS,
            new IntegerUnixChannelOption("TCP_KEEPCNT", 6, 6), PROBES);

    private KeepAlive() {}

    /** Prepares a socket that is to listen; each connection that it accepts is to be told with {@link #onAccepted}. */
    public static void onListener(ServerBootstrap listener, Transport transport) {
        if (transport == Transport.EPOLL) {
            INHERITED.forEach(listener::option);
        }
    }

    /** Begins to ask on a connection that such a socket has accepted. */
    public static void onAccepted(Channel channel) {
        if (!(channel instanceof EpollSocketChannel)) {
            on(channel);
        }
    }

    /** Begins to ask on this connection. Where the system knows no times of ours, its own apply (two hours, mostly). */
    public static void on(Channel channel) {
        ChannelConfig config = channel.config();
        try {
            if (!config.setOption(ChannelOption.SO_KEEPALIVE, true)) {
                return;
            }
            if (channel instanceof EpollSocketChannel) {
                config.setOption(EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
                config.setOption(EpollChannelOption.TCP_KEEPINTVL, INTERVAL_SECONDS);
                config.setOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
            } else if (channel instanceof IoUringSocketChannel) {
                config.setOption(IoUringChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
                config.setOption(IoUringChannelOption.TCP_KEEPINTVL, INTERVAL_SECONDS);
                config.setOption(IoUringChannelOption.TCP_KEEPCNT, PROBES);
            } else if (channel instanceof NioSocketChannel) {
                config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS);
                config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), INTERVAL_SECONDS);
                config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
            }
        } catch (ChannelException | UnsupportedOperationException gone) {
            // A peer that has closed already needs no questions, and a system without the options has defaults.
            LOG.debug("a connection without keep-alive", gone);
        }
    }
}
