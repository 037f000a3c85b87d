// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.probe;

import dev.mooring.lb.backend.BackendConnections;
import dev.mooring.lb.backend.Endpoint;
import dev.mooring.lb.http1.ProxyHeader;
import dev.mooring.lb.loop.LoopTimers;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Control;
import dev.mooring.lb.runtime.Pool;
import dev.mooring.lb.runtime.Snapshot;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes each backend of each pool that asks for it, at its interval, one probe at a time, and tells {@link Control} what came
 * back. Its own methods are called on the control thread; the probes run on one event loop.
 */
public final class Prober {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

    private final LoopTimers timers;
    private final BackendConnections connections;
    private final Control control;
    private final Map<BackendState, Running> running = new HashMap<>();

    /** What is probed: how, and how TLS is spoken meanwhile. */
    private record Plan(ProbeSpec probe, ForwardSpec forward) {}

    private record Running(Plan plan, ScheduledFuture<?> task) {}

    /** A prober that sends its probes from this loop. */
    public Prober(LoopTimers timers, BackendConnections connections, Control control) {
        this.timers = timers;
        this.connections = connections;
        this.control = control;
    }

    /** Probes what this snapshot asks for, and nothing else any more. A probe that is unchanged keeps its rhythm. */
    public void follow(Snapshot snapshot) {
        Map<BackendState, Plan> wanted = new HashMap<>();
        for (Pool pool : snapshot.pools()) {
            ForwardSpec forward = pool.spec().forward();
            pool.spec()
                    .probe()
                    .ifPresent(probe ->
                            pool.backends().forEach(backend -> wanted.put(backend, new Plan(probe, forward))));
        }
        running.entrySet().removeIf(entry -> {
            boolean stale = !entry.getValue().plan().equals(wanted.get(entry.getKey()));
            if (stale) {
                entry.getValue().task().cancel(false);
            }
            return stale;
        });
        wanted.forEach((backend, plan) -> running.computeIfAbsent(backend, b -> start(b, plan)));
    }

    private Running start(BackendState backend, Plan plan) {
        ProbeSpec spec = plan.probe();
        AtomicBoolean underWay = new AtomicBoolean();
        Runnable send = () -> {
            if (!underWay.compareAndSet(false, true)) {
                return;
            }
            Consumer<Boolean> result = good -> {
                underWay.set(false);
                control.probed(backend, good);
            };
            try {
                Endpoint to = connections
                        .endpoint(backend, plan.forward().tls(), Probe.hostOf(spec, backend))
                        .telling(plan.forward().proxyProtocol(), ProxyHeader.LOCAL);
                Probe.send(spec, to, connections, timers, result);
            } catch (RuntimeException e) {
                // A task that throws is not run again, and its backend would never be probed again.
                LOG.error("a probe of {} could not be sent", backend.id(), e);
                result.accept(false);
            }
        };
        long interval = spec.interval().toNanos();
        return new Running(plan, timers.loop().scheduleAtFixedRate(send, 0, interval, TimeUnit.NANOSECONDS));
    }
}
