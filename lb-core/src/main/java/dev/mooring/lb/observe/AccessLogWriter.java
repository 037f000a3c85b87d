// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.model.AccessLogSpec;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of the access log and the one thread that empties it. {@link #offer} never waits: no lock, one wake-up when the
 * thread sleeps. An array queue of the JDK would do with less code, but its lock may be held by a thread that is not running.
 */
final class AccessLogWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogWriter.class);

    /** Bytes of whole lines that are handed to the system at a time. */
    private static final int BATCH = 32 * 1024;

    private final InstantSource clock;
    private final int capacity;
    private final LogTarget target;
    private final ConcurrentLinkedQueue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicReference<@Nullable AccessLogSpec> wanted = new AtomicReference<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream(BATCH + 4096);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;
    private int batchLines;

    AccessLogWriter(InstantSource clock, OutputStream standardError, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
        this.target = new LogTarget(standardError);
    }

    void offer(ExchangeRecord record) {
        // Counted before it is seen whether the thread ends, so that the thread waits for whoever got past that point.
        if (size.incrementAndGet() > capacity || stopping) {
            size.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        queue.add(new Entry(clock.instant(), record));
        wake();
    }

    void reopen(AccessLogSpec spec) {
        wanted.set(spec);
        wake();
    }

    void stop() {
        stopping = true;
        wake();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        boolean more = true;
        while (more) {
            try {
                more = turn();
            } catch (RuntimeException e) {
                // The log must outlive a line that it cannot write.
                LOG.error("access log: a line was lost", e);
            }
        }
        target.close();
    }

    /** Writes all that is there, then sleeps until there is more; false at the end. */
    private boolean turn() {
        AccessLogSpec place = wanted.getAndSet(null);
        if (place != null) {
            flush();
            target.open(place, clock.instant());
        }
        while (wanted.get() == null) {
            Entry entry = queue.poll();
            if (entry == null) {
                break;
            }
            size.decrementAndGet();
            add(entry);
        }
        flush();
        if (stopping && size.get() == 0 && wanted.get() == null) {
            return false;
        }
        sleep();
        return true;
    }

    private void add(Entry entry) {
        line.reset();
        AccessLogLine.write(entry.time, entry.record, line);
        batch.writeBytes(line.toByteArray());
        batchLines++;
        if (batch.size() >= BATCH) {
            flush();
        }
    }

    private void flush() {
        long missing = dropped.getAndSet(0);
        if (missing > 0) {
            AccessLogLine.writeDropped(missing, batch);
        }
        if (batch.size() == 0) {
            return;
        }
        byte[] lines = batch.toByteArray();
        int count = batchLines;
        // Forgotten before they are written: lines that cannot be written must not be tried for ever.
        batch.reset();
        batchLines = 0;
        if (!target.write(lines, clock.instant())) {
            dropped.addAndGet(missing + count);
        }
    }

    private void sleep() {
        asleep.set(true);
        if (queue.isEmpty() && wanted.get() == null) {
            // At the end somebody may still be about to add what is counted already: that is a matter of nanoseconds.
            LockSupport.parkNanos(this, stopping ? 100_000 : Long.MAX_VALUE);
        }
        asleep.set(false);
    }

    private void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    private record Entry(Instant time, ExchangeRecord record) {}
}
