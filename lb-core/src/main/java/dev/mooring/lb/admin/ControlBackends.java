// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Control;
import dev.mooring.lb.runtime.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The backends of a running balancer: looks at the pools in force, and hands orders to {@link Control}. */
public final class ControlBackends implements AdminBackends {
    private final Control control;

    /** The backends that this control has. */
    public ControlBackends(Control control) {
        this.control = control;
    }

    @Override
    public List<PoolView> pools() {
        return control.pools().stream().map(ControlBackends::view).toList();
    }

    @Override
    public CompletionStage<Optional<BackendView>> order(Order order, String pool, String backend) {
        CompletionStage<Optional<BackendState>> done =
                switch (order) {
                    case DRAIN -> control.drain(pool, backend);
                    case UNDRAIN -> control.undrain(pool, backend);
                    case DISABLE -> control.disable(pool, backend);
                    case ENABLE -> control.enable(pool, backend);
                };
        return done.thenApply(found -> found.map(ControlBackends::view));
    }

    private static PoolView view(Pool pool) {
        return new PoolView(
                pool.name(),
                pool.spec().affinity().label(),
                pool.spec().balancer().label(),
                pool.present().stream().map(ControlBackends::view).toList());
    }

    private static BackendView view(BackendState backend) {
        OptionalLong remaining = backend.drainRemaining().map(Duration::toMillis).stream()
                .mapToLong(Long::longValue)
                .findFirst();
        return new BackendView(
                backend.id(),
                backend.authority(),
                new Condition(
                        backend.admission().name(),
                        backend.health().name(),
                        backend.isLeaving(),
                        backend.isDraining(),
                        remaining,
                        backend.isDisabled()),
                new Load(backend.inFlight(), backend.streams(), backend.connections()),
                backend.weight());
    }
}
