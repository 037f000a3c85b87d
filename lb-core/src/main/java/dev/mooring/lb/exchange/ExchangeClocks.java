// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one exchange as plain numbers: which one runs depends on the step, and a byte that passes costs one store.
 * Times are nanoseconds of the event loop's clock. Confined to it.
 */
final class ExchangeClocks {
    private static final long NEVER = Long.MAX_VALUE;

    private final long started;
    private Clock running = Clock.CONNECT;
    private long limit = NEVER;
    private long since;
    private long total = NEVER;
    private long attemptStarted;
    private long attempt = NEVER;
    private long firstAttempt = NEVER;
    private long pauseEnd = NEVER;
    private long connect = -1;
    private long firstByte = -1;

    ExchangeClocks(long now) {
        started = now;
        since = now;
    }

    /** The limit of the whole exchange, known once it has a route. */
    void limitTotal(TimeoutSpec limits) {
        total = nanos(limits.total());
    }

    /** A backend is being connected to. */
    void connecting(TimeoutSpec limits, long now) {
        pauseEnd = NEVER;
        attemptStarted = now;
        attempt = nanos(limits.attempt());
        firstAttempt = firstAttempt == NEVER ? now : firstAttempt;
        run(Clock.CONNECT, limits.connect().toNanos(), now);
    }

    /** The request is on its way to a backend. */
    void sending(TimeoutSpec limits, long now, boolean fresh) {
        connect = fresh ? now - since : -1;
        run(Clock.IDLE, nanos(limits.idle()), now);
    }

    /** The request has been sent; the response is awaited. */
    void awaiting(TimeoutSpec limits, long now) {
        run(Clock.FIRST_BYTE, nanos(limits.firstByte()), now);
    }

    /** The response has begun. */
    void relaying(TimeoutSpec limits, long now) {
        firstByte = now - since;
        run(Clock.IDLE, nanos(limits.idle()), now);
    }

    /** Bytes have passed: the idle clock begins again. */
    void passed(long now) {
        if (running == Clock.IDLE) {
            since = now;
        }
    }

    /** The clock that has fired by now; null when none has. */
    @Nullable
    Clock fired(long now) {
        if (now < deadline()) {
            return null;
        }
        if (now - started >= total) {
            return Clock.TOTAL;
        }
        return now - attemptStarted >= attempt ? Clock.ATTEMPT : running;
    }

    /** Nothing happens until then but that the total clock may fire. */
    void pausing(Duration pause, long now) {
        pauseEnd = now + pause.toNanos();
        attempt = NEVER;
        limit = NEVER;
    }

    /** Whether there was a pause, and it is over. */
    boolean isPauseOver(long now) {
        return pauseEnd != NEVER && now >= pauseEnd;
    }

    /** The client's request is being read, and nobody is connected to yet. */
    void collecting(TimeoutSpec limits, long now) {
        run(Clock.IDLE, nanos(limits.idle()), now);
    }

    /** How long ago the first try began, after this pause. */
    Duration sinceFirstAttempt(long now, Duration pause) {
        return firstAttempt == NEVER
                ? Duration.ZERO
                : Duration.ofNanos(now - firstAttempt).plus(pause);
    }

    /** When the next clock fires, if nothing happens until then. */
    long deadline() {
        long first = Math.min(after(since, limit), after(started, total));
        return attempt == NEVER && pauseEnd == NEVER
                ? first
                : Math.min(first, Math.min(pauseEnd, after(attemptStarted, attempt)));
    }

    /** What the record says about the time taken. */
    ExchangeRecord.Timing timing(long now) {
        return new ExchangeRecord.Timing(connect, firstByte, now - started);
    }

    long connectNanos() {
        return connect;
    }

    long firstByteNanos() {
        return firstByte;
    }

    private void run(Clock clock, long nanos, long now) {
        running = clock;
        limit = nanos;
        since = now;
    }

    private static long after(long start, long nanos) {
        return nanos == NEVER ? NEVER : start + nanos;
    }

    private static long nanos(Optional<Duration> limit) {
        return limit.isPresent() ? limit.get().toNanos() : NEVER;
    }
}
