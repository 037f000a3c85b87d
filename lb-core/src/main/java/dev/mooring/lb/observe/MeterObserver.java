// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import dev.mooring.lb.exchange.Attempt;
import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.exchange.ExchangeObserver;
import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.exchange.HandshakeFailure;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.selection.Selection;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts what exchanges do. Safe from any thread; takes no lock once a series is there. No tag holds anything that a client
 * sent.
 */
public final class MeterObserver implements ExchangeObserver {
    private final Counter started;
    private final Table<BodyEnd, Counter> ended;
    private final Table<RequestKey, Counter> requests;
    private final Table<FailureKey, Counter> attemptsFailed;
    private final Table<AffinityKey, Counter> affinity;
    private final Table<ClockKey, Counter> clocks;
    private final Table<String, Counter> bytesFromClient;
    private final Table<String, Counter> bytesToClient;
    private final Table<BackendKey, Timer> connect;
    private final Table<BackendKey, Timer> firstByte;
    private final Table<ReloadResult, Counter> reloads;
    private final Table<HandshakeFailure, Counter> handshakes;

    /** Counts in this registry. */
    public MeterObserver(MeterRegistry registry) {
        MeterFactory make = new MeterFactory(registry);
        started = make.counter(LbMeter.REQUESTS_STARTED);
        ended = new Table<>(end -> make.counter(LbMeter.REQUESTS_ENDED, end.label()));
        requests = new Table<>(key -> make.counter(LbMeter.REQUESTS, key.tags()));
        attemptsFailed = new Table<>(key -> make.counter(
                LbMeter.ATTEMPTS_FAILED, TagValues.of(key.pool), TagValues.of(key.backend), key.failure.label()));
        affinity = new Table<>(key -> make.counter(
                LbMeter.AFFINITY, TagValues.of(key.pool), TagValues.of(key.reason), TagValues.of(key.why)));
        clocks = new Table<>(key -> make.counter(LbMeter.CLOCK_FIRED, key.clock.label(), TagValues.of(key.pool)));
        bytesFromClient = new Table<>(pool -> make.counter(LbMeter.BYTES, "client-to-backend", TagValues.of(pool)));
        bytesToClient = new Table<>(pool -> make.counter(LbMeter.BYTES, "backend-to-client", TagValues.of(pool)));
        connect = new Table<>(key -> make.timer(LbMeter.BACKEND_CONNECT, key.pool, key.backend));
        firstByte = new Table<>(key -> make.timer(LbMeter.BACKEND_FIRST_BYTE, key.pool, key.backend));
        reloads = new Table<>(result -> make.counter(LbMeter.RELOADS, result.label()));
        handshakes = new Table<>(why -> make.counter(LbMeter.HANDSHAKES_FAILED, why.label()));
        // These are few and known, and rates and differences want a zero to begin with.
        for (BodyEnd end : BodyEnd.values()) {
            ended.of(end);
        }
        for (ReloadResult result : ReloadResult.values()) {
            reloads.of(result);
        }
        for (HandshakeFailure why : HandshakeFailure.values()) {
            handshakes.of(why);
        }
    }

    @Override
    public void started() {
        started.increment();
    }

    @Override
    public void selected(String pool, Selection selection) {
        affinity.of(new AffinityKey(pool, selection.reason(), selection.why())).increment();
    }

    @Override
    public void answered(String pool, String backend, long connectNanos, long firstByteNanos) {
        BackendKey key = new BackendKey(pool, backend);
        if (connectNanos >= 0) {
            connect.of(key).record(connectNanos, TimeUnit.NANOSECONDS);
        }
        if (firstByteNanos >= 0) {
            firstByte.of(key).record(firstByteNanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void ended(ExchangeRecord record) {
        ExchangeRecord.Place place = record.place();
        String pool = place.pool();
        ended.of(record.bodyEnd()).increment();
        requests.of(new RequestKey(place.route(), pool, place.backend(), record.status(), record.failure()))
                .increment();
        for (Attempt attempt : record.attempts()) {
            Failure failure = attempt.failure();
            if (failure != null) {
                attemptsFailed
                        .of(new FailureKey(pool, attempt.backend(), failure))
                        .increment();
            }
        }
        Clock clock = record.clock();
        if (clock != null) {
            clocks.of(new ClockKey(clock, pool)).increment();
        }
        if (record.bytesFromClient() > 0) {
            bytesFromClient.of(pool).increment((double) record.bytesFromClient());
        }
        if (record.bytesToClient() > 0) {
            bytesToClient.of(pool).increment((double) record.bytesToClient());
        }
    }

    @Override
    public void handshakeFailed(HandshakeFailure why) {
        handshakes.of(why).increment();
    }

    /** A reload of the configuration is over. */
    public void reloaded(ReloadResult result) {
        reloads.of(result).increment();
    }

    private record RequestKey(
            String route,
            String pool,
            String backend,
            int status,
            @Nullable Failure failure) {

        String[] tags() {
            return new String[] {
                TagValues.of(route),
                TagValues.of(pool),
                TagValues.of(backend),
                TagValues.of(status),
                TagValues.of(failure)
            };
        }
    }

    private record FailureKey(String pool, String backend, Failure failure) {}

    private record AffinityKey(String pool, Reason reason, Why why) {}

    private record ClockKey(Clock clock, String pool) {}

    private record BackendKey(String pool, String backend) {}
}
