// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.AffinitySpec.WhenFailed;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.testing.Pools;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Further tries for more reasons than a lost connection, as a configuration may ask for them. */
class RetrySpecIT {
    private static final PassiveSpec NEVER_MARKED = new PassiveSpec(0, Duration.ofSeconds(10));
    private static final Duration SHORT = Duration.ofMillis(300);

    private static RawBackend hanging() throws Exception {
        return RawBackend.start(talk -> {
            talk.readHead();
            talk.readWithin(Duration.ofSeconds(20));
        });
    }

    private static RawBackend answering(String statusLine) throws Exception {
        return RawBackend.start(talk -> {
            while (true) {
                talk.readHead();
                talk.send("HTTP/1.1 " + statusLine + "\r\nContent-Length: 4\r\n\r\nfail");
            }
        });
    }

    private static RetrySpec onTimeout(int times) {
        return new RetrySpec(times, true, Set.of(), false, Optional.empty(), Duration.ZERO);
    }

    private static RetrySpec onStatus(int times, Duration backoff, Optional<Duration> within) {
        return new RetrySpec(times, false, Set.of(503), false, within, backoff);
    }

    private static TestGateway.Plan plan(RetrySpec retry, RawBackend... backends) {
        return TestGateway.pool(backends)
                .passive(NEVER_MARKED)
                .timeouts(old -> new TimeoutSpec(old.connect(), Optional.of(SHORT), old.idle(), old.total()))
                .change(pool -> Pools.with(pool, retry));
    }

    private static AffinitySpec insisting() {
        ClientIpTable table = new ClientIpTable(ClientNetwork.DEFAULT, Duration.ofHours(1), 10);
        return new AffinitySpec(table, WhenUnavailable.REDISTRIBUTE, WhenBack.STAY, WhenFailed.INSIST);
    }

    @Test
    void hungBackendIsTriedOnceThenAnotherAnswers() throws Exception {
        try (RawBackend hung = hanging();
                RawBackend live = RawBackend.named("ok");
                TestGateway gateway = plan(onTimeout(1), hung, live).start();
                RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/").readResponse();

            assertTrue(response.endsWith("ok"), response);
            ExchangeRecord record = gateway.record();
            assertEquals(2, record.attempts().size());
            assertEquals(Failure.RESPONSE_TIMEOUT, record.attempts().get(0).failure());
            gateway.assertIdle();
        }
    }

    @Test
    void postToAHungBackendIsNotRepeated() throws Exception {
        try (RawBackend hung = hanging();
                RawBackend live = RawBackend.named("ok");
                TestGateway gateway = plan(onTimeout(2), hung, live).start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

            assertTrue(client.readResponse().startsWith("HTTP/1.1 504 "));
            assertEquals(1, gateway.record().attempts().size());
            assertEquals(Clock.FIRST_BYTE, gateway.record().clock());
        }
    }

    @Test
    void whenAllHangTheAnswerIs504AfterAsManyTries() throws Exception {
        try (RawBackend one = hanging();
                RawBackend two = hanging();
                RawBackend three = hanging();
                TestGateway gateway = plan(onTimeout(2), one, two, three).start();
                RawClient client = RawClient.connect(gateway)) {
            long start = System.nanoTime();
            assertTrue(client.get("/").readResponse().startsWith("HTTP/1.1 504 "));
            assertTrue(System.nanoTime() - start >= 3 * SHORT.toNanos());
            assertEquals(3, gateway.record().attempts().size());
            gateway.assertIdle();
        }
    }

    @Test
    void boundClientInsistsOnItsHungBackend() throws Exception {
        try (RawBackend once = RawBackend.start(talk -> {
                    talk.readHead();
                    if (talk.number() == 1) {
                        talk.ok("bound", "Connection: close");
                    } else {
                        talk.readWithin(Duration.ofSeconds(20));
                    }
                });
                RawBackend other = RawBackend.named("other");
                TestGateway gateway =
                        plan(onTimeout(2), once, other).affinity(insisting()).start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readResponse().endsWith("bound"));
            assertTrue(client.get("/").readResponse().startsWith("HTTP/1.1 504 "));
            assertEquals(3, gateway.record(2).attempts().size());
            assertEquals(4, once.accepted());
            assertEquals(0, other.accepted());
            gateway.assertIdle();
        }
    }

    @Test
    void statusThatIsAReasonIsNotSeenByTheClientWhileAnotherBackendAnswers() throws Exception {
        try (RawBackend sick = answering("503 Busy");
                RawBackend live = RawBackend.named("ok");
                TestGateway gateway = plan(onStatus(1, Duration.ZERO, Optional.empty()), sick, live)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            for (int i = 0; i < 6; i++) {
                String response = client.get("/").readResponse();
                assertTrue(response.endsWith("ok"), response);
            }
            assertTrue(gateway.records().stream()
                    .flatMap(record -> record.attempts().stream())
                    .anyMatch(attempt -> attempt.failure() == Failure.STATUS_REFUSED));
            gateway.assertIdle();
        }
    }

    @Test
    void statusOfTheLastTryIsWhatTheClientGets() throws Exception {
        try (RawBackend one = answering("503 Busy");
                RawBackend two = answering("503 Busy too");
                TestGateway gateway = plan(onStatus(5, Duration.ZERO, Optional.empty()), one, two)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/").readResponse();

            assertTrue(response.startsWith("HTTP/1.1 503 Busy"), response);
            assertTrue(response.endsWith("fail"), response);
            assertEquals(2, gateway.record().attempts().size());
            gateway.assertIdle();
        }
    }

    @Test
    void statusThatIsNoReasonAndPostPassThrough() throws Exception {
        try (RawBackend one = answering("500 Broken");
                RawBackend two = answering("500 Broken");
                RawBackend busy = answering("503 Busy");
                TestGateway gateway = plan(onStatus(2, Duration.ZERO, Optional.empty()), one, two)
                        .start();
                TestGateway busyOnly = plan(onStatus(2, Duration.ZERO, Optional.empty()), busy, two)
                        .start();
                RawClient client = RawClient.connect(gateway);
                RawClient poster = RawClient.connect(busyOnly)) {
            assertTrue(client.get("/").readResponse().startsWith("HTTP/1.1 500 "));
            assertEquals(1, gateway.record().attempts().size());
            poster.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            assertTrue(poster.readResponse().startsWith("HTTP/1.1 503 "));
            assertEquals(1, busyOnly.record().attempts().size());
        }
    }

    @Test
    void pauseIsKeptBeforeAFurtherTry() throws Exception {
        Duration pause = Duration.ofMillis(400);
        try (RawBackend sick = answering("503 Busy");
                RawBackend live = RawBackend.named("ok");
                TestGateway gateway =
                        plan(onStatus(1, pause, Optional.empty()), sick, live).start();
                RawClient client = RawClient.connect(gateway)) {
            long start = System.nanoTime();
            assertTrue(client.get("/").readResponse().endsWith("ok"));
            assertTrue(System.nanoTime() - start >= pause.toNanos());
            gateway.assertIdle();
        }
    }

    @Test
    void clientMayGoAwayDuringAPause() throws Exception {
        try (RawBackend sick = answering("503 Busy");
                RawBackend live = RawBackend.named("ok");
                TestGateway gateway = plan(onStatus(1, Duration.ofMinutes(10), Optional.empty()), sick, live)
                        .start()) {
            try (RawClient client = RawClient.connect(gateway)) {
                client.get("/");
                TestGateway.await(
                        "the first try has failed", () -> !sick.heads().isEmpty());
            }
            assertEquals(499, gateway.record().status());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noTryBeginsAfterItsTime(boolean backoffIsTooLong) throws Exception {
        Duration backoff = Duration.ofMillis(backoffIsTooLong ? 60_000 : 0);
        Optional<Duration> within = Optional.of(Duration.ofMillis(backoffIsTooLong ? 1000 : 60_000));
        try (RawBackend sick = answering("503 Busy");
                RawBackend live = RawBackend.named("ok");
                TestGateway gateway =
                        plan(onStatus(1, backoff, within), sick, live).start();
                RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/").readResponse();

            assertTrue(response.endsWith(backoffIsTooLong ? "fail" : "ok"), response);
        }
    }

    @Test
    void attemptClockEndsATryBeforeTheAnswerAndCutsOneAfterIt() throws Exception {
        try (RawBackend endless = RawBackend.start(talk -> {
                    boolean begins = talk.readHead().startsWith("GET /begin");
                    if (begins) {
                        talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                    }
                    for (int i = 0; i < 1000; i++) {
                        if (begins) {
                            talk.send("data: " + i + "\n\n");
                        }
                        talk.readWithin(Duration.ofMillis(20));
                    }
                });
                TestGateway gateway = TestGateway.pool(endless)
                        .timeouts(old -> new TimeoutSpec(
                                old.connect(), old.firstByte(), old.idle(), old.total(), Optional.of(SHORT)))
                        .start();
                RawClient waiting = RawClient.connect(gateway);
                RawClient streaming = RawClient.connect(gateway)) {
            assertTrue(waiting.get("/wait").readResponse().startsWith("HTTP/1.1 504 "));
            assertEquals(Failure.ATTEMPT_TIMEOUT, gateway.record(1).failure());
            assertEquals(Clock.ATTEMPT, gateway.record(1).clock());
            assertTrue(streaming.get("/begin").readHead().startsWith("HTTP/1.1 200 "));
            assertEquals("clock-attempt", gateway.record(2).bodyEnd().label());
            gateway.assertIdle();
        }
    }
}
