// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.cost;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plain path does not become dearer, counted in what a busy machine does not change. */
@EnabledOnOs(OS.LINUX)
@TestInstance(Lifecycle.PER_CLASS)
class CostIT {
    private static final int WINDOWS = 3;
    private static final int COUNTED = 25;
    /** What timers and other rare work may add, for each; a call more for each request is not that. */
    private static final double RARE_CALLS = 0.5;

    private MeasuredProcess process;
    private SystemCalls calls;

    /**
     * The bounds. Allocated octets are those of today and a tenth: what a change saves, it takes off here. The source's allocations
     * are counted; an optimising compiler leaves fewer. Each is the mean of a window, so many of the work at a time. Calls are what the event loop asks of the operating system.
     */
    private enum Work {
        /** A small GET over kept connections: wait, read, write towards each side. */
        REQUESTS(200, 3_850, 6),
        /** The same with a new connection of the client, which closes it: four waits, unless two of what is waited for come at once. */
        CONNECTIONS(200, 7_900, 20),
        /** An event of a stream: wait, read, write. */
        EVENTS(2_000, 100, 3),
        /** Ten events that the backend sends at once: no more than one costs. */
        BURSTS(2_000, 100, 3);

        private final int window;
        private final int octets;
        private final int calls;

        Work(int window, int octets, int calls) {
            this.window = window;
            this.octets = octets;
            this.calls = calls;
        }

        String order() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    void start() throws Exception {
        process = MeasuredProcess.start();
        for (Work work : Work.values()) {
            allocated(work);
        }
        calls = SystemCalls.of(process);
    }

    @AfterAll
    void stop() throws Exception {
        calls.close();
        process.close();
    }

    @ParameterizedTest
    @EnumSource
    void allocatedOctetsStayWithinTheirBound(Work work) throws Exception {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < WINDOWS; i++) {
            least = Math.min(least, allocated(work));
        }
        assertTrue(
                least <= work.octets,
                "the event loop allocated %.0f octets for each of its %s (expected: at most %d)"
                        .formatted(least, work.order(), work.octets));
    }

    @ParameterizedTest
    @EnumSource
    void systemCallsStayWithinTheirBound(Work work) throws Exception {
        Map<String, Integer> counted = calls.of(work.order(), COUNTED);
        // What came before may have had an end to see to.
        Map<String, Integer> again = calls.of(work.order(), COUNTED);
        double each = Math.min(sum(counted), sum(again)) / (double) COUNTED;
        assertTrue(
                each <= work.calls + RARE_CALLS,
                "the event loop made %.2f system calls for each of its %s (expected: %d): %s in %d"
                        .formatted(each, work.order(), work.calls, again, COUNTED));
    }

    @ParameterizedTest
    @EnumSource
    void thePageHasTheBound(Work work) throws Exception {
        String row =
                "| %s | %d | %s |".formatted(work.order(), work.calls, String.format(Locale.ROOT, "%,d", work.octets));
        assertTrue(
                Files.readString(Path.of("..", "docs", "performance.md")).contains(row),
                row + " (expected: in docs/performance.md)");
    }

    @Test
    void theCountSeesWhatIsThere() throws Exception {
        Map<String, Integer> counted = calls.of("events", COUNTED);
        assertTrue(sum(counted) >= COUNTED, "fewer calls than events, so they are not all seen: " + counted);
    }

    private static int sum(Map<String, Integer> counted) {
        return counted.values().stream().mapToInt(Integer::intValue).sum();
    }

    private double allocated(Work work) throws Exception {
        process.order(work.order(), work.window);
        return process.answer() / (double) work.window;
    }
}
