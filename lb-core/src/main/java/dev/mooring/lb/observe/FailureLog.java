// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.exchange.ExchangeObserver;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.failure.Side;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

    private record Kind(Failure failure, String pool) {}

    /** When the next line may be written, and how many were left out since the last. */
    private static final class Budget {
        private final AtomicLong next = new AtomicLong(System.nanoTime());
        private final AtomicLong leftOut = new AtomicLong();
    }

    @Override
    public void ended(ExchangeRecord record) {
        Failure failure = record.failure();
        if (failure == null || failure.side() == Side.CLIENT || failure == Failure.NO_ROUTE) {
            return;
        }
        Budget budget = budgets.computeIfAbsent(new Kind(failure, record.place().pool()), kind -> new Budget());
        long now = System.nanoTime();
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
                record.place().backend(),
                record.status(),
                record.bodyEnd().label(),
                record.detail(),
                leftOut == 0 ? "" : " (and " + leftOut + " more of this kind)");
    }
}
