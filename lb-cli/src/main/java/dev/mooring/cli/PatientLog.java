// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The log as event loops may use it: lines wait for a thread of their own that writes them, so whoever does not read standard error
 * holds up nobody. When too many wait, further ones are lost, and their number is told. Safe from any thread.
 */
final class PatientLog extends AsyncAppender {
    private static final int WAITING = 2_048;
    private static final int MAX_FLUSH_MILLIS = 2_000;

    private final Logger own;
    private final AtomicLong lost = new AtomicLong();

    PatientLog(LoggerContext context, Appender<ILoggingEvent> writer) {
        own = context.getLogger(PatientLog.class);
        setContext(context);
        setQueueSize(WAITING);
        setDiscardingThreshold(0);
        setNeverBlock(true);
        setMaxFlushTime(MAX_FLUSH_MILLIS);
        addAppender(writer);
    }

    @Override
    protected void append(ILoggingEvent event) {
        // One place is kept for the number of those that found none.
        if (getRemainingCapacity() <= 1) {
            lost.incrementAndGet();
            return;
        }
        long before = lost.getAndSet(0);
        if (before > 0) {
            super.append(new LoggingEvent(
                    PatientLog.class.getName(),
                    own,
                    Level.WARN,
                    "the log was not read for a while: {} lines before this one are lost",
                    null,
                    new Object[] {before}));
        }
        super.append(event);
    }
}
