// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.frontend;

import dev.mooring.lb.exchange.LoopServices;
import dev.mooring.lb.loop.KeepAlive;
import dev.mooring.lb.loop.Timed;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.model.ListenerSpec;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;

/** Accepts client connections. Safe from any thread; its connections are each confined to a loop of the group. */
public final class FrontendServer {
    private final Frontend frontend;
    private final EventLoopGroup group;
    private final Transport transport;
    private final Map<EventLoop, LoopServices> loops;
    private final ByteBufAllocator allocator;

    /** A server on these loops. */
    public FrontendServer(
            Frontend frontend,
            EventLoopGroup group,
            Transport transport,
            Map<EventLoop, LoopServices> loops,
            ByteBufAllocator allocator) {
        this.frontend = frontend;
        this.group = group;
        this.transport = transport;
        this.loops = loops;
        this.allocator = allocator;
    }

    /** Begins to listen; the future fails if the address cannot be had. Closing the channel ends it. */
    public ChannelFuture bind(ListenerSpec listener) {
        ServerBootstrap server = new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, Transport.clientReads())
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Transport.waiting())
                .childHandler(new Entrance(frontend, loops, listener.name()));
        KeepAlive.onListener(server, transport);
        ChannelFuture bound = server.bind(new InetSocketAddress(listener.host(), listener.port()));
        return bound.addListener(done -> AcceptTrouble.watch(bound.channel().pipeline(), listener.name()));
    }

    /** No response keeps its connection any more, and idle connections are closed. */
    public void drain() {
        frontend.drain();
        onEachConnection(Served::drain);
    }

    /** Ends all exchanges, or only those whose backend serves no more. */
    public void endExchanges(boolean all) {
        onEachConnection(connection -> connection.drainEnded(all));
        loops.forEach((loop, services) -> loop.execute(() -> services.closeIdle(all)));
    }

    private void onEachConnection(Consumer<Served> action) {
        loops.forEach((loop, services) -> loop.execute(() -> services.timers().forEach((Timed timed) -> {
            if (timed instanceof Served connection) {
                action.accept(connection);
            }
        })));
    }
}
