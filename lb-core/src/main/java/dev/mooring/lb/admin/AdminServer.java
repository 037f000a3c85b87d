// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import dev.mooring.lb.model.AdminSpec;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The running admin listener. It has an event loop and workers of its own, so whatever is asked here costs the data path
 * nothing. Safe from any thread; starting and closing wait, so neither may be done on an event loop.
 */
public final class AdminServer implements AutoCloseable {
    private static final int WORKERS = 4;

    /** How long a client may take for a whole request, for taking an answer, or between two requests. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("mooring-admin", true), NioIoHandler.newFactory());
    // The queue is bounded by the connections: each has one request at a time.
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("mooring-admin-worker", true));
    private final ChannelGroup connections = new DefaultChannelGroup(loop.next());
    private final ChannelFuture bound;

    private AdminServer(InetSocketAddress address, AdminGuards guards, AdminRoutes routes, Duration patience) {
        workers.allowCoreThreadTimeOut(true);
        AdminDispatcher dispatcher = new AdminDispatcher(guards, routes, workers);
        bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new AdminPipeline(connections, dispatcher, patience))
                .bind(address)
                .awaitUninterruptibly();
    }

    /**
     * Starts to listen; when this returns, the listener accepts.
     *
     * @param more routes of the embedding program; where two match, those of the listener itself win
     * @throws IllegalArgumentException if it would be open to other machines without a token
     * @throws IOException if its address cannot be had; nothing is left running then
     */
    public static AdminServer start(AdminSpec spec, AdminSources sources, List<AdminRoute> more) throws IOException {
        return start(spec, sources, more, PATIENCE);
    }

    static AdminServer start(AdminSpec spec, AdminSources sources, List<AdminRoute> more, Duration patience)
            throws IOException {
        InetSocketAddress address = addressOf(spec);
        AdminServer server =
                new AdminServer(address, new AdminGuards(spec), new AdminRoutes(routes(sources, more)), patience);
        Throwable failure = server.bound.cause();
        if (failure != null) {
            server.close();
            throw new IOException(
                    "cannot listen on " + spec.host() + ":" + spec.port() + " (admin): " + failure.getMessage(),
                    failure);
        }
        return server;
    }

    /** The address that it really has, on port 0 too. */
    public InetSocketAddress address() {
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** Stops to accept, cuts what is still open, and ends. */
    @Override
    public void close() {
        bound.channel().close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        workers.shutdownNow();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    static List<AdminRoute> routes(AdminSources sources, List<AdminRoute> more) {
        List<AdminRoute> routes = new ArrayList<>(BuiltInRoutes.of(sources));
        routes.addAll(BackendRoutes.of(sources.backends()));
        routes.addAll(more);
        routes.add(0, IndexPage.of(routes));
        return routes;
    }

    /** The address to listen on, if it may be listened on. */
    private static InetSocketAddress addressOf(AdminSpec spec) throws IOException {
        if (spec.token().map(String::isBlank).orElse(false)) {
            throw new IllegalArgumentException("admin token: blank (expected: a secret, or no token at all)");
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(spec.host());
        } catch (UnknownHostException e) {
            throw new IOException("cannot listen on " + spec.host() + ":" + spec.port() + " (admin): no such host", e);
        }
        InetAddress first = addresses[0];
        if (!first.isLoopbackAddress() && spec.token().isEmpty()) {
            throw new IllegalArgumentException("admin listener on " + spec.host() + ":" + spec.port()
                    + ": other machines can reach it, so it needs a token (found none; expected: a token, or a loopback"
                    + " host such as 127.0.0.1)");
        }
        return new InetSocketAddress(first, spec.port());
    }
}
