// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final int RING = 5;

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final EventLog log = new EventLog("b1", time.eventLoop(), RING, 100);

    EventLogTest() {
        time.freezeTime();
    }

    private Feed feed(int intervalMillis) {
        Feed feed = log.feed(intervalMillis);
        assertNotNull(feed);
        return feed;
    }

    private void pass(long millis) {
        // In small steps: after a jump, a late feed would tick only once.
        for (long step = 0; step < millis; step += 10) {
            time.advanceTimeBy(10, TimeUnit.MILLISECONDS);
            time.runScheduledPendingTasks();
        }
    }

    private static List<Long> numbersAfter(Feed feed, long number) {
        List<Long> numbers = new ArrayList<>();
        for (Event event = feed.next(number); event != null; event = feed.next(event.number())) {
            numbers.add(event.number());
        }
        return numbers;
    }

    @Test
    void theRingKeepsTheNewestAndSaysWhatItForgot() {
        Feed feed = feed(0);
        for (int n = 0; n < 8; n++) {
            log.broadcast("x");
        }
        assertEquals(List.of(103L, 104L, 105L, 106L, 107L), numbersAfter(feed, 99));
        assertTrue(feed.hasForgottenAfter(101));
        assertEquals(new Resume.From(102), feed.resume("b1-102"));
        assertEquals(new Resume.Stale(107, "b1-101", Resume.Reason.TOO_OLD), feed.resume("b1-101"));
    }

    @Test
    void longTextsAreForgottenBeforeTheRingIsFull() {
        Feed feed = feed(0);
        String text = "x".repeat(3 << 20);
        for (int n = 0; n < 4; n++) {
            log.broadcast(text);
        }
        assertEquals(List.of(102L, 103L), numbersAfter(feed, 101));
        assertTrue(feed.hasForgottenAfter(100));
    }

    @Test
    void aFastFeedDoesNotPushOutTheEventsOfASlowOne() {
        Feed slow = feed(1_000);
        feed(10);
        pass(2_000);
        assertEquals(2, numbersAfter(slow, 99).size());
        assertEquals(new Resume.From(99), slow.resume("b1-99"));
    }

    @Test
    void ticksOfSeveralFeedsShareTheNumbersAndNameTheirPredecessor() {
        Feed slow = feed(30);
        Feed fast = feed(20);
        pass(60);
        for (Feed feed : List.of(slow, fast)) {
            long previous = 99;
            for (Event event = feed.next(99); event != null; event = feed.next(event.number())) {
                assertEquals(previous, ((Event.Tick) event).previous());
                previous = event.number();
            }
        }
        assertEquals(104, log.newest());
    }

    @Test
    void aBroadcastIsInEveryFeedUnderOneNumber() {
        Feed one = feed(0);
        Feed other = feed(60_000);
        Event event = log.broadcast("x");
        assertEquals(event, one.next(99));
        assertEquals(event, other.next(99));
    }

    @Test
    void aFeedCannotResumeFromBeforeItsFirstUse() {
        log.broadcast("nobody listens");
        assertEquals(new Resume.Stale(100, "b1-99", Resume.Reason.TOO_OLD), feed(0).resume("b1-99"));
        assertEquals(new Resume.From(100), feed(0).resume("b1-100"));
    }

    @Test
    void listenersHearEachEventUntilTheyLeave() {
        Feed feed = feed(10);
        List<Long> heard = new ArrayList<>();
        Runnable listener = () -> heard.add(log.newest());
        feed.addListener(listener);
        pass(20);
        feed.removeListener(listener);
        pass(20);
        assertEquals(List.of(100L, 101L), heard);
    }

    @Test
    void aLateFeedDoesNotRunAfterTheTicksItMissed() {
        Feed feed = feed(10);
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        time.runScheduledPendingTasks();
        assertEquals(List.of(100L), numbersAfter(feed, 99));
    }

    @Test
    void thereIsALimitToDifferentIntervals() {
        for (int interval = 100; interval < 164; interval++) {
            feed(interval);
        }
        assertNull(log.feed(1_000));
        assertNotNull(log.feed(163));
    }
}
