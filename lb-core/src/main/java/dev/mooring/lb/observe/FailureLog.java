// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.exchange.Attempt;
import dev.mooring.lb.exchange.ExchangeObserver;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.failure.Side;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what backends and the balancer itself did wrong, for the person on call: each kind of failure of each pool at
 * most once in five seconds, with the number of those left out. What clients do wrong is for the access log and the metrics.
 */
public final class FailureLog implements ExchangeObserver {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final ConcurrentHashMap<Kind, Budget> budgets = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;

    /** A log that goes by the clock of this machine. */
    public FailureLog() {
        this(System::nanoTime);
    }

    /** A log that goes by this clock, in nanoseconds. */
    FailureLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    private record Kind(Failure failure, String pool) {}

    /** When the next line may be written, and how many were left out since the last. */
    private static final class Budget {
        private final AtomicLong next;
        private final AtomicLong leftOut = new AtomicLong();

        Budget(long now) {
            next = new AtomicLong(now);
        }
    }

    @Override
    public void ended(ExchangeRecord record) {
        Failure failure = record.failure();
        if (failure == null || failure.side() == Side.CLIENT || failure == Failure.NO_ROUTE) {
            return;
        }
        long now = nanoClock.getAsLong();
        Budget budget = budgets.computeIfAbsent(new Kind(failure, record.place().pool()), kind -> new Budget(now));
        long due = budget.next.get();
        if (now - due < 0 || !budget.next.compareAndSet(due, now + PAUSE)) {
            budget.leftOut.incrementAndGet();
            return;
        }
        long leftOut = budget.leftOut.getAndSet(0);
        LOG.warn(
                "{} {}: {} pool={} backend={} status={} end={} detail={}{}",
                record.request().method(),
                failure.label(),
                failure.sentence(),
                record.place().pool(),
                lastBackend(record),
                record.status(),
                record.bodyEnd().label(),
                record.detail(),
                leftOut == 0 ? "" : " (and " + leftOut + " more of this kind)");
    }

    /** The backend that answered, or the last one that did not when there was no other left to try. */
    private static String lastBackend(ExchangeRecord record) {
        String backend = record.place().backend();
        List<Attempt> attempts = record.attempts();
        return backend.isEmpty() && !attempts.isEmpty()
                ? attempts.get(attempts.size() - 1).backend()
                : backend;
    }
}
