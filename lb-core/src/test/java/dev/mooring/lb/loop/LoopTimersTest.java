// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a loop whose time stands still until the test moves it. */
class LoopTimersTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> asked = new ArrayList<>();
    private long time = Duration.ofDays(3).toNanos();
    private LoopTimers timers;

    @BeforeEach
    void freeze() {
        channel.freezeTime();
        timers = new LoopTimers(channel.eventLoop(), () -> time);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(long millis) {
        time += millis * MS;
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private final class Member implements Timed {
        private final String name;
        private final LongUnaryOperator answer;
        private int slot = -1;

        Member(String name, LongUnaryOperator answer) {
            this.name = name;
            this.answer = answer;
        }

        @Override
        public long onTime(long now) {
            asked.add(name);
            return answer.applyAsLong(now);
        }

        @Override
        public int timerSlot() {
            return slot;
        }

        @Override
        public void timerSlot(int newSlot) {
            slot = newSlot;
        }
    }

    private Member add(String name, LongUnaryOperator answer) {
        Member member = new Member(name, answer);
        timers.add(member);
        return member;
    }

    private Member once(String name) {
        return add(name, now -> Long.MAX_VALUE);
    }

    @Test
    void nobodyIsAskedBeforeTheTimeAndEverybodyThen() {
        once("a");
        once("b");
        timers.lookAt(timers.now() + 50 * MS);
        pass(49);
        assertEquals(List.of(), asked);
        pass(1);
        assertEquals(List.of("b", "a"), asked);
        pass(1000);
        assertEquals(2, asked.size());
    }

    @Test
    void earlierDeadlineBringsTheSweepForward() {
        once("a");
        timers.lookAt(timers.now() + 500 * MS);
        timers.lookAt(timers.now() + 50 * MS);
        timers.lookAt(timers.now() + 700 * MS);
        pass(50);
        assertEquals(List.of("a"), asked);
    }

    @Test
    void answerSaysWhenToLookAgain() {
        long end = timers.now() + 200 * MS;
        add("a", now -> now >= end ? Long.MAX_VALUE : end);
        timers.lookAt(timers.now() + 20 * MS);
        pass(20);
        pass(179);
        assertEquals(1, asked.size());
        pass(1);
        assertEquals(2, asked.size());
        pass(10_000);
        assertEquals(2, asked.size());
    }

    @Test
    void sweepsAreAtLeastTenMillisecondsApart() {
        add("a", now -> now);
        timers.lookAt(timers.now());
        for (int i = 0; i <= 100; i++) {
            pass(1);
        }
        assertTrue(asked.size() >= 9 && asked.size() <= 11, "sweeps: " + asked.size());
    }

    @Test
    void oneThatRemovesItselfLeavesNobodyOut() {
        once("a");
        Member[] self = new Member[1];
        self[0] = add("b", now -> {
            timers.remove(self[0]);
            return Long.MAX_VALUE;
        });
        once("c");
        timers.lookAt(timers.now());
        pass(1);
        assertTrue(asked.containsAll(List.of("a", "b", "c")), asked.toString());
        asked.clear();
        timers.lookAt(timers.now());
        pass(20);
        assertEquals(List.of("c", "a"), asked);
        assertEquals(-1, self[0].timerSlot());
    }

    @Test
    void oneThatRemovesAllOthersIsHarmless() {
        List<Member> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(add("m" + i, now -> {
                all.forEach(timers::remove);
                return Long.MAX_VALUE;
            }));
        }
        timers.lookAt(timers.now());
        pass(1);
        assertEquals(1, asked.size());
        timers.lookAt(timers.now());
        pass(20);
        assertEquals(1, asked.size());
        assertTrue(all.stream().allMatch(member -> member.timerSlot() == -1));
    }

    @Test
    void removingOneThatIsNotThereChangesNothing() {
        once("a");
        timers.remove(new Member("stranger", now -> now));
        timers.lookAt(timers.now());
        pass(1);
        assertEquals(List.of("a"), asked);
    }

    @Test
    void oneAddedDuringASweepIsAskedWhenItSays() {
        long[] due = new long[1];
        add("a", now -> {
            if (due[0] == 0) {
                due[0] = now + 100 * MS;
                once("new");
                timers.lookAt(due[0]);
            }
            return Long.MAX_VALUE;
        });
        timers.lookAt(timers.now());
        pass(1);
        asked.clear();
        pass(99);
        assertEquals(List.of(), asked);
        pass(2);
        assertTrue(asked.contains("new"), asked.toString());
    }

    @Test
    void lookAtDuringASweepCountsAlthoughTheSweepFindsNothing() {
        boolean[] first = {true};
        add("a", now -> {
            if (first[0]) {
                first[0] = false;
                timers.lookAt(now + 30 * MS);
            }
            return Long.MAX_VALUE;
        });
        timers.lookAt(timers.now());
        pass(1);
        pass(30);
        assertEquals(2, asked.size());
    }

    @Test
    void oneThatIsBrokenDoesNotStopTheOthersClocks() {
        once("a");
        add("broken", now -> {
            throw new IllegalStateException("broken on purpose");
        });
        timers.lookAt(timers.now());
        pass(1);
        timers.lookAt(timers.now() + 10 * MS);
        pass(20);
        assertEquals(List.of("broken", "a", "broken", "a"), asked);
    }

    @Test
    void everyoneIsVisitedEvenIfTheVisitRemovesThem() {
        List<Member> members = List.of(once("a"), once("b"), once("c"));
        List<Timed> visited = new ArrayList<>();
        timers.forEach(member -> {
            visited.add(member);
            timers.remove(member);
        });
        assertEquals(members, visited);
    }
}
