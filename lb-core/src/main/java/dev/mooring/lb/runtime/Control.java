// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.runtime;

import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.runtime.BackendCondition.Drain;
import dev.mooring.lb.runtime.SnapshotFactory.Compiled;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: reloads, changes of health, drains and commands all happen on its single thread, one after the other, so that
 * nothing else needs a lock. Its methods may be called from any thread and return at once.
 */
public final class Control implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread created = new Thread(task, "mooring-control");
        created.setDaemon(true);
        return created;
    });
    private final SnapshotFactory factory = new SnapshotFactory(this);
    private final LiveSnapshot live;
    private final RuntimeListener listener;

    /** Pools that are in the configuration no more while backends of theirs still drain. */
    private volatile List<Pool> dissolved = List.of();

    /** Backends that are left alone for a while, each with one task that looks when the while is over. */
    private final Set<BackendState> resting = new HashSet<>();

    /** What has become of a configuration. */
    public enum Applied {
        /** It is in force. */
        CHANGED,
        /** It is the one that was in force already. */
        UNCHANGED
    }

    /** Puts a first configuration in force, and tells the listener of everything from then on. */
    public Control(GatewaySpec first, RuntimeListener listener) {
        // The end of a drain in five minutes is no reason to live on for five minutes.
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.listener = listener;
        this.live = new LiveSnapshot(factory.compile(first, nobody -> 0).snapshot());
        run(() -> {
            listener.applied(live.current());
            tellPresent();
        });
    }

    /** The snapshot in force. */
    public LiveSnapshot live() {
        return live;
    }

    /** The pools in force, and after them those that were removed and whose backends still drain. */
    public List<Pool> pools() {
        return Stream.concat(live.current().pools().stream(), dissolved.stream())
                .toList();
    }

    /** Puts a valid configuration in force. Running exchanges keep the snapshot they began with. */
    public CompletionStage<Applied> apply(GatewaySpec spec) {
        return ask(() -> swap(spec));
    }

    /** Lets a backend lose its clients: bound ones stay until the pool's drain timeout, new ones go elsewhere. */
    public CompletionStage<Optional<BackendState>> drain(String pool, String backend) {
        return change(pool, backend, found -> {
            Duration timeout = drainTimeout(live.current(), found);
            long deadline = System.nanoTime() + timeout.toNanos();
            endLater(List.of(found), deadline, timeout);
            found.retire(false);
            return found.condition().draining(Drain.RUNNING, deadline);
        });
    }

    /** Takes a drain back. */
    public CompletionStage<Optional<BackendState>> undrain(String pool, String backend) {
        return change(pool, backend, found -> {
            found.retire(false);
            return found.condition().draining(Drain.NONE, 0);
        });
    }

    /** Lets a backend serve nobody any more; what it is serving goes on. */
    public CompletionStage<Optional<BackendState>> disable(String pool, String backend) {
        return change(pool, backend, found -> found.condition().disabled(true));
    }

    /** Lets a disabled backend serve again. */
    public CompletionStage<Optional<BackendState>> enable(String pool, String backend) {
        return change(pool, backend, found -> found.condition().disabled(false));
    }

    /** A probe has come back. */
    public void probed(BackendState backend, boolean good) {
        run(() -> update(backend, condition -> condition.afterProbe(good)));
    }

    /** Ends the thread; what was asked before is done first. */
    @Override
    public void close() {
        run(thread::shutdown);
    }

    void connectFailed(BackendState backend) {
        backend.suspect(true);
        run(() -> {
            long now = System.nanoTime();
            update(backend, condition -> condition.afterConnectFailure(now));
            long pause = backend.condition().pause(now);
            if (pause > 0 && resting.add(backend)) {
                later(() -> tryAgain(backend), pause + 1);
            }
        });
    }

    /** A pool without a probe tries again by itself after a while; each failure meanwhile makes it longer. */
    private void tryAgain(BackendState backend) {
        long pause = backend.condition().pause(System.nanoTime());
        if (pause > 0) {
            later(() -> tryAgain(backend), pause + 1);
        } else {
            resting.remove(backend);
            factory.state(backend.pool()).refresh();
            listener.changed(backend);
        }
    }

    void connected(BackendState backend) {
        backend.suspect(false);
        run(() -> update(backend, BackendCondition::afterConnect));
    }

    private Applied swap(GatewaySpec spec) {
        if (spec.equals(live.current().spec())) {
            return Applied.UNCHANGED;
        }
        Snapshot before = live.current();
        long now = System.nanoTime();
        Compiled compiled = factory.compile(
                spec, backend -> now + drainTimeout(before, backend).toNanos());
        live.swap(compiled.snapshot());
        listener.applied(compiled.snapshot());
        dissolved = stillDraining(Stream.concat(dissolved.stream(), before.pools().stream()));
        tellPresent();
        compiled.removed().stream()
                .collect(Collectors.groupingBy(backend -> backend.condition().drainDeadline()))
                .forEach((deadline, backends) -> endLater(backends, deadline, drainTimeout(before, backends.get(0))));
        return Applied.CHANGED;
    }

    /** Ends drains at their deadline; a little before it, they are closed to their clients, whose last requests end in time. */
    private void endLater(List<BackendState> backends, long deadline, Duration drain) {
        long grace = DrainEnd.grace(drain).toNanos();
        later(() -> closeDrains(backends, deadline), deadline - grace - System.nanoTime());
        later(() -> endDrains(backends, deadline), deadline - System.nanoTime());
    }

    /** Only those drains are meant that still run until then: one may have been taken back, or been given another end. */
    private void closeDrains(List<BackendState> backends, long deadline) {
        List<BackendState> closing = drainsOf(backends, Drain.RUNNING, deadline);
        closing.forEach(backend -> update(backend, condition -> condition.draining(Drain.ENDED, deadline)));
        closing.stream()
                .map(BackendState::pool)
                .distinct()
                .forEach(pool -> factory.state(pool).refresh());
    }

    private void endDrains(List<BackendState> backends, long deadline) {
        closeDrains(backends, deadline);
        List<BackendState> ending = drainsOf(backends, Drain.ENDED, deadline);
        ending.forEach(backend -> backend.retire(true));
        if (!ending.isEmpty()) {
            ending.stream()
                    .map(BackendState::pool)
                    .distinct()
                    .forEach(pool -> factory.state(pool).refresh());
            dissolved = stillDraining(dissolved.stream());
            tellPresent();
            listener.retired();
        }
    }

    private List<Pool> stillDraining(Stream<Pool> pools) {
        return pools.filter(pool -> live.current().pool(pool.name()) == null)
                .filter(pool -> !pool.present().isEmpty())
                .toList();
    }

    private void tellPresent() {
        listener.present(
                pools().stream().flatMap(pool -> pool.present().stream()).toList());
    }

    private static List<BackendState> drainsOf(List<BackendState> backends, Drain stage, long deadline) {
        return backends.stream()
                .filter(backend -> backend.condition().drain() == stage
                        && backend.condition().drainDeadline() == deadline)
                .toList();
    }

    private CompletionStage<Optional<BackendState>> change(
            String pool, String id, Function<BackendState, BackendCondition> order) {
        return ask(() -> {
            Optional<BackendState> found = factory.state(pool).backends().stream()
                    .filter(backend -> backend.id().equals(id))
                    .findFirst();
            found.ifPresent(backend -> {
                BackendCondition next = order.apply(backend);
                update(backend, condition -> next);
            });
            return found;
        });
    }

    private void update(BackendState backend, UnaryOperator<BackendCondition> change) {
        long now = System.nanoTime();
        BackendCondition before = backend.condition();
        BackendCondition after = change.apply(before);
        backend.condition(after);
        if (before.admission(now) != after.admission(now) || before.health(now) != after.health(now)) {
            factory.state(backend.pool()).refresh();
            listener.changed(backend);
        }
    }

    private static Duration drainTimeout(Snapshot in, BackendState backend) {
        Pool pool = in.pool(backend.pool());
        return pool == null ? Duration.ZERO : pool.spec().drainTimeout();
    }

    private <T> CompletionStage<T> ask(Supplier<T> question) {
        CompletableFuture<T> done = new CompletableFuture<>();
        boolean asked = later(
                () -> {
                    try {
                        done.complete(question.get());
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                },
                0);
        if (!asked) {
            done.completeExceptionally(new IllegalStateException("the balancer has been closed"));
        }
        return done;
    }

    private void run(Runnable task) {
        later(task, 0);
    }

    /** Does this on the control thread; false if it has ended. */
    private boolean later(Runnable task, long nanos) {
        try {
            thread.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException closed) {
            // The balancer is stopping: what becomes of health and configuration matters to nobody any more.
            assert thread.isShutdown();
            return false;
        }
    }

    /** An executor swallows what its tasks throw. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("an order was not carried out", e);
        }
    }
}
