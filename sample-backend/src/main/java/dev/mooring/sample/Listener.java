// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket, which can be closed and opened again on the same port. Confined to the server's event loop, except
 * {@link #open}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing and scheduling cannot fail in a way to react to
final class Listener {
    /** Somebody may have taken the port meanwhile; then we wait for it. */
    private static final long REOPEN_RETRY_MILLIS = 200;

    private final ServerBootstrap bootstrap;
    private final EventLoop loop;
    private final Consumer<String> log;
    private volatile @Nullable InetSocketAddress address;
    private @Nullable Channel channel;
    private @Nullable Promise<Void> reopening;
    private @Nullable Future<?> reopenTimer;
    private boolean closedForGood;

    Listener(ServerBootstrap bootstrap, EventLoop loop, Consumer<String> log) {
        this.bootstrap = bootstrap;
        this.loop = loop;
        this.log = log;
    }

    /** Listens for the first time; call once, from any thread but the loop. */
    ChannelFuture open(InetSocketAddress wanted) {
        ChannelFuture bound = bootstrap.bind(wanted).awaitUninterruptibly();
        if (bound.isSuccess()) {
            address = (InetSocketAddress) bound.channel().localAddress();
            loop.submit(() -> channel = bound.channel()).awaitUninterruptibly();
        }
        return bound;
    }

    /** Where it listens, with the real port. */
    InetSocketAddress address() {
        InetSocketAddress known = address;
        if (known == null) {
            throw new IllegalStateException("the server was not started");
        }
        return known;
    }

    boolean refusing() {
        return channel == null;
    }

    /** Closes the socket and opens it again after some time. A second call replaces the time. */
    void refuse(int millis) {
        closeChannel();
        cancelTimer();
        reopenTimer = loop.schedule(this::accept, millis, TimeUnit.MILLISECONDS);
    }

    /** Opens the socket again; the result comes when it listens. */
    Future<?> accept() {
        cancelTimer();
        if (channel != null) {
            return loop.newSucceededFuture(null);
        }
        Promise<Void> listening = reopening;
        if (listening == null) {
            listening = loop.newPromise();
            reopening = listening;
            reopen(listening);
        }
        return listening;
    }

    private void reopen(Promise<Void> listening) {
        if (closedForGood) {
            listening.cancel(false);
            return;
        }
        bootstrap.bind(address()).addListener((ChannelFuture bound) -> {
            if (!bound.isSuccess()) {
                log.accept("cannot listen again yet: " + bound.cause().getMessage());
                loop.schedule(() -> reopen(listening), REOPEN_RETRY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
            reopening = null;
            channel = bound.channel();
            if (closedForGood) {
                closeChannel();
            }
            listening.setSuccess(null);
        });
    }

    void closeForGood() {
        closedForGood = true;
        cancelTimer();
        closeChannel();
    }

    private void closeChannel() {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void cancelTimer() {
        if (reopenTimer != null) {
            reopenTimer.cancel(false);
            reopenTimer = null;
        }
    }
}
