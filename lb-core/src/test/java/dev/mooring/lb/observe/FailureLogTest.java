// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mooring.lb.exchange.ExchangeRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private final FailureLog log;

    FailureLogTest() {
        lines.start();
        logger.addAppender(lines);
        log = new FailureLog(now::get);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private List<String> written() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void oneLineInFiveSecondsSaysHowManyThereWere() {
        for (int i = 0; i < 1000; i++) {
            log.ended(Records.timedOut(504));
        }
        assertEquals(1, written().size());
        now.addAndGet(TimeUnit.SECONDS.toNanos(5));
        log.ended(Records.timedOut(504));
        log.ended(Records.timedOut(504));
        assertEquals(2, written().size());
        assertTrue(
                written().get(1).endsWith(" (and 999 more of this kind)"),
                written().get(1));
    }

    @Test
    void whatClientsDoWrongIsNotForThisLog() {
        log.ended(Records.path("/nowhere"));
        log.ended(Records.ofThePage());
        assertEquals(List.of(), written());
    }

    @Test
    void theBackendThatWasTriedLastIsNamedWhenNoOtherWasLeft() {
        ExchangeRecord tried = Records.timedOut(504);
        ExchangeRecord.Place place = tried.place();
        log.ended(new ExchangeRecord(
                tried.request(),
                new ExchangeRecord.Place(
                        place.listener(), place.route(), place.pool(), "", place.reason(), place.why()),
                tried.attempts(),
                tried.status(),
                tried.failure(),
                tried.clock(),
                tried.bodyEnd(),
                tried.stream(),
                tried.bytesFromClient(),
                tried.bytesToClient(),
                tried.timing(),
                tried.detail()));
        assertTrue(written().get(0).contains(" backend=b2 "), written().get(0));
    }
}
