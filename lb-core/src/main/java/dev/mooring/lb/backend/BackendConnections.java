// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.backend;

import dev.mooring.lb.loop.BackendReads;
import dev.mooring.lb.loop.KeepAlive;
import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.loop.LoopTurn;
import dev.mooring.lb.loop.Timed;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.loop.Watched;
import dev.mooring.lb.model.BackendTlsSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.tls.TlsContexts;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.FutureListener;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections from one event loop to all backends: the most recently used idle one is taken first, so that the others grow
 * old and go. No lock, since nothing is shared between loops. Confined to its event loop.
 */
public final class BackendConnections implements Timed {
    private static final int MAX_IDLE_PER_BACKEND = 512;

    private final LoopTurn turn;
    private final BackendReads reads = new BackendReads();
    private final LoopTimers timers;
    private final BackendNames names;
    private final TlsContexts tls;
    private final Bootstrap bootstrap;
    private final Map<Endpoint, ArrayDeque<BackendConnection>> idle = new HashMap<>();
    private final Set<BackendConnection> open = new HashSet<>();
    private int slot = -1;

    /** The connections of one loop, made by the channels of this factory, names resolved by this resolver. */
    public BackendConnections(
            LoopTurn turn,
            LoopTimers timers,
            ChannelFactory<? extends Channel> channels,
            AddressResolverGroup<InetSocketAddress> resolver,
            ByteBufAllocator allocator,
            TlsContexts tls) {
        this.turn = turn;
        this.timers = timers;
        this.tls = tls;
        this.names = new BackendNames(timers.loop(), resolver.getResolver(timers.loop()), turn::now);
        this.bootstrap = new Bootstrap()
                .group(timers.loop())
                .channelFactory(channels)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // The connection is its own handler, from the moment the channel is open.
                        KeepAlive.on(channel);
                    }
                })
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Transport.waiting())
                .option(ChannelOption.AUTO_READ, false)
                // A backend that stops reading may have answered: its answer is read before the connection is given up.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.TCP_NODELAY, true)
                // The connect clock of the exchange is the only one, and it covers name resolution too.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    }

    /**
     * Where connections to a backend go.
     *
     * @param spoken how TLS is spoken to it; empty for plain text
     * @param hostHeader the Host that it is told
     */
    public Endpoint endpoint(BackendState backend, Optional<BackendTlsSpec> spoken, String hostHeader) {
        return spoken.isEmpty()
                ? Endpoint.plain(backend)
                : Endpoint.secure(backend, tls.backend(spoken.get()), hostHeader);
    }

    /**
     * A connection to this backend: an idle one, ready to send, or else one that is being opened and says so to the listener.
     *
     * @return the connection; {@link BackendConnection#isReused} tells which of the two it is
     */
    public BackendConnection acquire(Endpoint to, BackendListener listener) {
        ArrayDeque<BackendConnection> waiting = idle.get(to);
        while (waiting != null && !waiting.isEmpty()) {
            BackendConnection connection = waiting.pop();
            if (connection.isUsable(names)) {
                connection.attach(listener);
                return connection;
            }
            connection.close();
        }
        return open(to, listener);
    }

    /** A connection that is being opened, whatever lies idle. */
    public BackendConnection open(Endpoint to, BackendListener listener) {
        return open(to, to.backend().address(), listener);
    }

    /** A connection that is being opened to another port of the backend's host. */
    public BackendConnection open(Endpoint to, int port, BackendListener listener) {
        InetSocketAddress own = to.backend().address();
        InetSocketAddress address = own.isUnresolved()
                ? InetSocketAddress.createUnresolved(own.getHostString(), port)
                : new InetSocketAddress(own.getAddress(), port);
        return open(to, address, listener);
    }

    private BackendConnection open(Endpoint to, InetSocketAddress address, BackendListener listener) {
        BackendConnection connection = new BackendConnection(this, to, listener);
        if (address.isUnresolved()) {
            names.resolve(address).addListener((FutureListener<List<InetSocketAddress>>)
                    resolved -> connect(connection, resolved.getNow(), 0, resolved.cause()));
        } else {
            connect(connection, List.of(address), 0, null);
        }
        return connection;
    }

    /**
     * Tries the addresses of a name one after the other: {@code localhost} may be 127.0.0.1 and ::1, and a server may listen on
     * only one of them.
     */
    private void connect(
            BackendConnection connection,
            @Nullable List<InetSocketAddress> addresses,
            int next,
            @Nullable Throwable failed) {
        if (addresses == null || next == addresses.size()) {
            Throwable cause = failed == null ? new UnknownHostException("the name has no address") : failed;
            // Never at once, and never elsewhere: without a file descriptor left it fails before open returns, and on a
            // thread of netty's own.
            timers.loop().execute(() -> connection.connectFailed(cause));
            return;
        }
        ChannelFuture connecting = bootstrap.connect(addresses.get(next));
        connection.connecting(connecting.channel());
        connecting.addListener((ChannelFutureListener) connected -> {
            if (connected.isSuccess()) {
                begin(connected.channel(), connection);
            } else if (!connection.isClosed()) {
                connect(connection, addresses, next + 1, connected.cause());
            }
        });
    }

    /** The channel is open; over TLS there is a handshake first. */
    private static void begin(Channel channel, BackendConnection connection) {
        Endpoint to = connection.endpoint();
        if (!to.isAnybodys()) {
            ByteBuf header = channel.alloc().ioBuffer(64);
            to.announce(header);
            channel.writeAndFlush(header);
        }
        if (to.tls() == null) {
            channel.pipeline().addLast(connection);
        } else {
            int port = to.backend().address().getPort();
            channel.pipeline()
                    .addLast(to.tls().handler(channel.alloc(), to.name(), port), new BackendHandshake(connection));
            // Nothing else asks for the answer to our hello.
            channel.read();
        }
    }

    LoopTurn turn() {
        return turn;
    }

    BackendReads reads() {
        return reads;
    }

    void keep(BackendConnection connection) {
        if (!connection.endpoint().isAnybodys()) {
            // It is one client's for ever, who may never come again.
            connection.close();
            return;
        }
        ArrayDeque<BackendConnection> waiting = idle.computeIfAbsent(connection.endpoint(), b -> new ArrayDeque<>());
        long patience = connection.backend().keepAliveNanos();
        if (patience == 0 || waiting.size() >= MAX_IDLE_PER_BACKEND) {
            connection.close();
            return;
        }
        long now = timers.now();
        connection.idleSince(now);
        waiting.push(connection);
        if (slot < 0) {
            timers.add(this);
        }
        timers.lookAt(now + patience);
    }

    void opened(BackendConnection connection) {
        open.add(connection);
    }

    /** Shows all connections that are open, idle ones too. */
    public void forEach(Consumer<Watched> action) {
        open.forEach(action);
    }

    void forget(BackendConnection connection) {
        open.remove(connection);
        ArrayDeque<BackendConnection> waiting = idle.get(connection.endpoint());
        if (waiting != null && waiting.remove(connection) && waiting.isEmpty()) {
            idle.remove(connection.endpoint());
        }
    }

    /** Closes the idle connections of backends that serve no more. */
    public void closeRetired() {
        closeIdle(Long.MAX_VALUE, BackendState::isRetired);
    }

    /** Closes all idle connections. */
    public void closeAll() {
        closeIdle(Long.MAX_VALUE, backend -> true);
    }

    @Override
    public long onTime(long now) {
        return closeIdle(now, backend -> true);
    }

    /** Closes what has lain idle for too long by this time; when the next one is due. */
    private long closeIdle(long now, Predicate<BackendState> which) {
        List<BackendConnection> old = new ArrayList<>();
        // A backend that is gone must not be remembered for a connection that did not come back.
        idle.values().removeIf(ArrayDeque::isEmpty);
        long next = Long.MAX_VALUE;
        for (ArrayDeque<BackendConnection> waiting : idle.values()) {
            for (BackendConnection connection : waiting) {
                long due = connection.idleSince() + connection.backend().keepAliveNanos();
                if (now >= due && which.test(connection.backend())) {
                    old.add(connection);
                } else {
                    next = Math.min(next, due);
                }
            }
        }
        old.forEach(BackendConnection::close);
        return next;
    }

    @Override
    public int timerSlot() {
        return slot;
    }

    @Override
    public void timerSlot(int newSlot) {
        slot = newSlot;
    }
}
