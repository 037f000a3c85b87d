// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.exchange.ExchangeObserver;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AccessLogSpec.Target;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line of JSON for each exchange, as {@code docs/reference/access-log.md} describes it. An event loop only puts the
 * record into a bounded queue, without a lock; a thread of its own formats and writes. When the disk is too slow, lines are
 * dropped and their number is written in their place. Safe from any thread.
 */
public final class AccessLog implements ExchangeObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    /** Records that may wait for the disk: some seconds of a busy balancer, some megabytes. */
    private static final int CAPACITY = 16_384;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final AccessLogWriter writer;
    private final Thread thread;
    private volatile boolean on;

    AccessLog(AccessLogSpec spec, InstantSource clock, OutputStream standardError, int capacity) {
        writer = new AccessLogWriter(clock, standardError, capacity);
        thread = new Thread(writer, "mooring-access-log");
        thread.setDaemon(true);
        on = spec.target() != Target.OFF;
        writer.reopen(spec);
    }

    /**
     * An access log that runs. A file that cannot be written is reported on the log, and no reason not to start.
     *
     * @param standardError where {@link Target#STDERR} goes; never closed
     */
    public static AccessLog start(AccessLogSpec spec, InstantSource clock, OutputStream standardError) {
        AccessLog accessLog = new AccessLog(spec, clock, standardError, CAPACITY);
        accessLog.run();
        return accessLog;
    }

    void run() {
        thread.start();
    }

    @Override
    public void ended(ExchangeRecord record) {
        if (on) {
            writer.offer(record);
        }
    }

    /**
     * Goes on at the place that the spec names. When it is the same as before, its file is opened anew, so that one that was
     * renamed is left alone: this is how logs are rotated. Returns at once.
     */
    public void reopen(AccessLogSpec spec) {
        on = spec.target() != Target.OFF;
        writer.reopen(spec);
    }

    /** Writes what is waiting, for some seconds at the most, and ends. Not to be called from an event loop. */
    @Override
    public void close() {
        on = false;
        writer.stop();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
            if (thread.isAlive()) {
                LOG.warn("access log: still not written after {} s, giving up", CLOSE_PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
