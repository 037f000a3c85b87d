// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import dev.mooring.sample.events.EventLog;
import dev.mooring.sample.events.Streams;
import dev.mooring.sample.fault.FaultTarget;
import dev.mooring.sample.fault.Faults;
import dev.mooring.sample.http.Connections;
import dev.mooring.sample.http.Endpoint;
import dev.mooring.sample.http.HttpConnection;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running sample backend, in this process. Tests of other modules start as many as they need:
 *
 * <pre>{@code
 * try (SampleServer b1 = SampleServer.builder().name("b1").start()) {
 *     ... b1.port() ...
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread but the server's own; questions only while it is not closed.
 */
public final class SampleServer implements AutoCloseable {
    private final Settings settings;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Listener listener;
    private final EventLog log;
    private final Streams streams;
    private final Connections connections = new Connections();
    private final Faults faults = new Faults();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** How a server is described before it starts. */
    public static SampleServerBuilder builder() {
        return new SampleServerBuilder();
    }

    SampleServer(Settings settings) {
        this.settings = settings;
        this.group = Transport.singleLoop(settings.name());
        this.loop = group.next();
        this.log = new EventLog(settings.name(), loop, settings.ring(), settings.firstEvent());
        this.streams = new Streams(log, settings.log());
        Endpoint front = new Routes(settings, log, streams, connections, faults, new Target()).front();
        ConnectionPipeline pipeline =
                new ConnectionPipeline(() -> new HttpConnection(front, faults, connections, settings.log()));
        this.listener = new Listener(Transport.bootstrap(group, pipeline), loop, settings.log());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a server that never was
    void listen() {
        InetSocketAddress wanted = new InetSocketAddress(settings.host(), settings.port());
        ChannelFuture bound = listener.open(wanted);
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            String reason = wanted.isUnresolved()
                    ? "unknown host"
                    : String.valueOf(bound.cause().getMessage());
            throw new IllegalStateException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason, bound.cause());
        }
    }

    /** The server's name, which is the first part of its event ids. */
    public String name() {
        return settings.name();
    }

    /** The port it listens on. */
    public int port() {
        return listener.address().getPort();
    }

    /** The address it listens on, such as {@code http://127.0.0.1:9001}. */
    public URI uri() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create("http://" + host + ":" + port());
    }

    /** How many connections are open. */
    public int connections() {
        return onLoop(connections::count);
    }

    /** How many requests were begun since the start. */
    public long requests() {
        return onLoop(connections::requests);
    }

    /** How many event streams are open. */
    public int streams() {
        return onLoop(streams::count);
    }

    /** How many event streams were dropped because their client read too slowly. */
    public long streamsDropped() {
        return onLoop(streams::dropped);
    }

    /** Says something to all streams and returns the id of the event. */
    public String broadcast(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("text is empty (expected: the data of an event)");
        }
        return onLoop(() -> log.id(log.broadcast(text).number()).toString());
    }

    /** Dies as a process does: all connections are reset, and new ones refused. It does not come back. */
    public void crash() {
        onLoop(() -> {
            die();
            return true;
        });
    }

    /** Waits until the server is closed, by {@link #close} or by the control API. */
    public void awaitClosed() throws InterruptedException {
        stopped.await();
    }

    /** Stops: streams end after a whole event, other exchanges get the grace period, then all is closed. */
    @Override
    public void close() {
        stop();
        try {
            awaitClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        if (stopping.compareAndSet(false, true)) {
            loop.execute(this::stopInOrder);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // dropped together with the loop when all ends in time
    private void stopInOrder() {
        listener.closeForGood();
        connections.closeWhenIdle();
        streams.endAll();
        loop.schedule(connections::closeAll, settings.grace().toMillis(), TimeUnit.MILLISECONDS);
        connections.whenNoneIsLeft(
                () -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(ended -> stopped.countDown()));
    }

    private void die() {
        listener.closeForGood();
        connections.resetAll();
        settings.onCrash().run();
    }

    private <T> T onLoop(Callable<T> question) {
        Future<T> answer = loop.submit(question).awaitUninterruptibly();
        if (!answer.isSuccess()) {
            throw new IllegalStateException("the server could not be asked", answer.cause());
        }
        return answer.getNow();
    }

    /** Lets the control API act on this server. */
    private final class Target implements FaultTarget {
        @Override
        public void crash() {
            die();
        }

        @Override
        public void exit() {
            stop();
        }

        @Override
        public void refuse(int millis) {
            listener.refuse(millis);
        }

        @Override
        public Future<?> accept() {
            return listener.accept();
        }

        @Override
        public boolean refusing() {
            return listener.refusing();
        }

        @Override
        public int cutStreams() {
            return streams.cutAll();
        }

        @Override
        public void thawed() {
            connections.gateOpened();
        }
    }
}
