// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.Rendezvous;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.health.HealthStatus;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.PoolSpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is happening at one backend now. It lives as long as its pool has a backend of the same id and address, so a reload
 * does not lose its counts. Counters may be used from any thread; health, drain and disabling are changed by {@link Control}
 * alone.
 */
public final class BackendState implements Candidate {
    private final String pool;
    private final long idHash;
    private final String host;
    private final int port;
    private final InetSocketAddress address;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger tunnels = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger allStreams;
    private volatile BackendSpec spec;
    private volatile long keepAlive;
    private volatile BackendCondition condition;
    private volatile boolean retired;
    private volatile boolean leaving;
    private volatile boolean suspected;

    /**
     * The state of a backend that has just been configured.
     *
     * @param allStreams the event streams of all backends together
     */
    BackendState(PoolSpec pool, BackendSpec spec, AtomicInteger allStreams) {
        this.allStreams = allStreams;
        this.pool = pool.name();
        this.idHash = Rendezvous.hash(spec.id());
        this.host = spec.host();
        this.port = spec.port();
        // A literal address is final; a name is looked up at each connect, off this class, by a resolver that never
        // blocks.
        this.address = IpAddresses.parse(spec.host())
                .map(ip -> new InetSocketAddress(ip, spec.port()))
                .orElseGet(() -> InetSocketAddress.createUnresolved(spec.host(), spec.port()));
        this.spec = spec;
        this.keepAlive = pool.forward().keepAlive().toNanos();
        this.condition = BackendCondition.of(pool);
    }

    @Override
    public String id() {
        return spec.id();
    }

    @Override
    public long idHash() {
        return idHash;
    }

    @Override
    public int weight() {
        return spec.weight();
    }

    @Override
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public boolean hasRoom() {
        int max = spec.maxConnections();
        return max == BackendSpec.UNLIMITED || inFlight.get() < max;
    }

    @Override
    public boolean mayBeFull() {
        return spec.maxConnections() != BackendSpec.UNLIMITED;
    }

    @Override
    public String ringName() {
        return spec.identityOrAddress().toString();
    }

    @Override
    public int priority() {
        return spec.priority();
    }

    /** The name of its pool. */
    public String pool() {
        return pool;
    }

    /** Where to connect; unresolved when the configuration gives a name. */
    public InetSocketAddress address() {
        return address;
    }

    /** The host, as the configuration gives it. */
    public String host() {
        return host;
    }

    /** The host and port, as a Host header needs them. */
    public String authority() {
        return new HostPort(host, port).toString();
    }

    /** The address that it has where the gateway will be deployed, or else its own. */
    public HostPort identity() {
        return spec.identityOrAddress();
    }

    /** How long an idle connection to it is kept, in nanoseconds. */
    public long keepAliveNanos() {
        return keepAlive;
    }

    /** Takes one place among its {@code max-connections}; false when there is none. Give it back with {@link #release}. */
    public boolean reserve() {
        int max = spec.maxConnections();
        if (max == BackendSpec.UNLIMITED) {
            inFlight.incrementAndGet();
            return true;
        }
        int now;
        do {
            now = inFlight.get();
            if (now >= max) {
                return false;
            }
        } while (!inFlight.compareAndSet(now, now + 1));
        return true;
    }

    /** Gives back a reserved place. */
    public void release() {
        inFlight.decrementAndGet();
    }

    /** Begins to wait for its answer; false when as many do as may. End it with {@link #answered}. */
    public boolean await(int most) {
        if (pending.incrementAndGet() <= most) {
            return true;
        }
        pending.decrementAndGet();
        return false;
    }

    /** Somebody who waited for its answer waits no more. */
    public void answered() {
        pending.decrementAndGet();
    }

    /** The exchanges that wait for its answer now. */
    public int pending() {
        return pending.get();
    }

    /** A response that is an event stream has begun. */
    public void streamOpened() {
        streams.incrementAndGet();
        allStreams.incrementAndGet();
    }

    /** A response that is an event stream has ended. */
    public void streamClosed() {
        streams.decrementAndGet();
        allStreams.decrementAndGet();
    }

    /** The event streams that it is serving now. */
    public int streams() {
        return streams.get();
    }

    /** A connection was upgraded to another protocol. */
    public void tunnelOpened() {
        tunnels.incrementAndGet();
    }

    /** An upgraded connection has ended. */
    public void tunnelClosed() {
        tunnels.decrementAndGet();
    }

    /** The upgraded connections that it is serving now. */
    public int tunnels() {
        return tunnels.get();
    }

    /** A connection to it was opened. */
    public void connectionOpened() {
        connections.incrementAndGet();
    }

    /** A connection to it was closed. */
    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /** The open connections to it, idle ones included. */
    public int connections() {
        return connections.get();
    }

    /** Whether it was removed from the configuration, or its drain is over: its exchanges end, its connections are not kept. */
    public boolean isRetired() {
        return retired;
    }

    /** Whether it is in the configuration no more. */
    public boolean isLeaving() {
        return leaving;
    }

    /** What is known of its health now. */
    public HealthStatus health() {
        return condition.health(System.nanoTime());
    }

    /** Whom it may serve now. */
    public Admission admission() {
        return condition.admission(System.nanoTime());
    }

    /** Whether it is to lose its clients. */
    public boolean isDraining() {
        return condition.drain() != BackendCondition.Drain.NONE;
    }

    /** How long its drain still lasts; empty when it does not drain. */
    public Optional<Duration> drainRemaining() {
        BackendCondition now = condition;
        return now.drain() == BackendCondition.Drain.NONE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, now.drainDeadline() - System.nanoTime())));
    }

    /** Whether an administrator took it out. */
    public boolean isDisabled() {
        return condition.disabled();
    }

    /** Whether a connection to it has failed since the last one that was opened: then the next success is news. */
    boolean isSuspected() {
        return suspected;
    }

    void suspect(boolean value) {
        suspected = value;
    }

    BackendCondition condition() {
        return condition;
    }

    void condition(BackendCondition next) {
        condition = next;
    }

    void leaving(boolean value) {
        leaving = value;
    }

    void retire(boolean value) {
        retired = value;
    }

    /** What the configuration asks of it, or did when it was removed. */
    BackendSpec spec() {
        return spec;
    }

    void update(PoolSpec changedPool, BackendSpec changed) {
        spec = changed;
        keepAlive = changedPool.forward().keepAlive().toNanos();
        condition = condition.under(changedPool);
    }

    /** Whether this is the same backend as the one that the spec asks for, so that its state goes on. */
    boolean isFor(BackendSpec other) {
        return other.id().equals(id()) && other.host().equals(host) && other.port() == port;
    }
}
