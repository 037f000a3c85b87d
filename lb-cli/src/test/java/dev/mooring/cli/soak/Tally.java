// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli.soak;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What has come and what has not. Safe from any thread. */
final class Tally {
    private static final int LONGEST_LAG_MILLIS = 60_000;

    private final LongAdder streaming = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
    /** How many events took so many milliseconds from the backend's clock to ours. */
    private final AtomicLongArray lags = new AtomicLongArray(LONGEST_LAG_MILLIS + 1);

    private volatile boolean measuring;

    /** Whether events count from now on; losses and gaps always do. */
    void measure(boolean on) {
        measuring = on;
    }

    /** A stream has begun. */
    void begin() {
        streaming.increment();
    }

    void event(long lagMillis) {
        if (measuring) {
            events.increment();
            lags.incrementAndGet((int) Math.max(0, Math.min(lagMillis, LONGEST_LAG_MILLIS)));
        }
    }

    void gap() {
        gaps.increment();
    }

    void lose(String why) {
        lost.increment();
        reasons.computeIfAbsent(why, reason -> new LongAdder()).increment();
    }

    int streaming() {
        return streaming.intValue();
    }

    int lost() {
        return lost.intValue();
    }

    int gaps() {
        return gaps.intValue();
    }

    String report(int streams, Duration time) {
        return String.format(
                "%d streams for %d s: %d events delivered, %.2f a second on each; %d gaps, %d streams lost %s%n"
                        + "lag from the backend's clock: p50 %d ms, p99 %d ms, p99.9 %d ms, longest %d ms",
                streams,
                time.toSeconds(),
                events.sum(),
                events.sum() / (double) streams / time.toSeconds(),
                gaps.sum(),
                lost.sum(),
                reasons,
                lag(0.5),
                lag(0.99),
                lag(0.999),
                lag(1));
    }

    private int lag(double share) {
        long below = (long) Math.ceil(events.sum() * share);
        long seen = 0;
        for (int millis = 0; millis <= LONGEST_LAG_MILLIS; millis++) {
            seen += lags.get(millis);
            if (seen >= below) {
                return millis;
            }
        }
        return LONGEST_LAG_MILLIS;
    }
}
