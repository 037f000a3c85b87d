// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PatientLogTest {
    private static final int MANY = 10_000;

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch stuck = new CountDownLatch(1);

    @Test
    void whoeverLogsDoesNotWaitForTheWriterAndWhatIsLostIsCounted() throws Exception {
        PatientLog log = started();
        Logger logger = logger(log);
        logger.info("first");
        assertTrue(stuck.await(30, TimeUnit.SECONDS), "the writer has a line");
        for (int i = 0; i < MANY; i++) {
            logger.info("line {}", i);
        }
        reading.countDown();
        while (log.getNumberOfElementsInQueue() > 0) {
            Thread.onSpinWait();
        }
        logger.info("last");
        log.stop();

        assertEquals("first", written.get(0));
        assertEquals("last", written.get(written.size() - 1));
        int lost = MANY - (written.size() - 3);
        assertTrue(lost > 0, "nothing was lost");
        assertEquals(
                "the log was not read for a while: " + lost + " lines before this one are lost",
                written.get(written.size() - 2));
    }

    @Test
    void everyLineIsWrittenBeforeItStops() {
        reading.countDown();
        PatientLog log = started();
        Logger logger = logger(log);
        for (int i = 0; i < 1_000; i++) {
            logger.info("line {}", i);
        }
        log.stop();
        assertEquals(1_000, written.size());
    }

    private static Logger logger(PatientLog log) {
        Logger logger = ((LoggerContext) log.getContext()).getLogger("test");
        logger.addAppender(log);
        return logger;
    }

    private PatientLog started() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        AppenderBase<ILoggingEvent> writer = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                stuck.countDown();
                try {
                    reading.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                written.add(event.getFormattedMessage());
            }
        };
        writer.setContext(context);
        writer.start();
        PatientLog log = new PatientLog(context, writer);
        log.start();
        return log;
    }
}
