// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.health.Admission;
import dev.mooring.lb.health.HealthStatus;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.RuntimeListener;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backends that fall ill and get well, seen by probes and by the connections of clients. */
class HealthIT {
    private static final Duration INTERVAL = Duration.ofMillis(40);

    /** What a backend says to its probe. */
    private enum Mood {
        WELL,
        ILL,
        WRONG_BODY,
        FROZEN,
        SLOW,
        RUDE
    }

    private static RawBackend moody(AtomicReference<Mood> mood) throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                if (!head.startsWith("GET /health")) {
                    talk.ok("served");
                    continue;
                }
                switch (Objects.requireNonNull(mood.get())) {
                    case WELL -> talk.ok("I am fine today");
                    case ILL -> talk.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
                    case WRONG_BODY -> talk.ok("I am here");
                    case FROZEN -> talk.readToEnd();
                    case SLOW -> {
                        for (char c : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine".toCharArray()) {
                            talk.send(String.valueOf(c));
                            talk.readWithin(Duration.ofMillis(20));
                        }
                    }
                    case RUDE -> talk.reset();
                }
            }
        });
    }

    private static ProbeSpec probe(int unhealthy, int healthy) {
        return new ProbeSpec(
                "/health",
                Optional.of("probe.test"),
                INTERVAL,
                Duration.ofMillis(150),
                unhealthy,
                healthy,
                List.of(new ProbeSpec.StatusRange(200, 204)),
                Optional.of("fine"));
    }

    private static String get(TestGateway gateway) throws IOException {
        try (RawClient client = RawClient.connect(gateway)) {
            return client.get("/", "X-Mooring-Explain: 1").readResponse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, mode = EnumSource.Mode.EXCLUDE, names = "WELL")
    void probeTakesABackendOutAndBringsItBack(Mood bad) throws Exception {
        AtomicReference<Mood> mood = new AtomicReference<>(Mood.WELL);
        List<HealthStatus> told = new CopyOnWriteArrayList<>();
        try (RawBackend backend = moody(mood);
                TestGateway gateway = TestGateway.pool(backend)
                        .probe(probe(2, 2))
                        .listener(listener(told))
                        .start()) {
            BackendState state = gateway.backend("b1");
            TestGateway.await("the first probe is believed", () -> state.health() == HealthStatus.HEALTHY);
            mood.set(bad);
            gateway.awaitAdmission("b1", Admission.CLOSED);
            String refused = get(gateway);
            assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
            assertTrue(refused.contains("why=unhealthy"), refused);
            mood.set(Mood.WELL);
            gateway.awaitAdmission("b1", Admission.OPEN);
            TestGateway.await("it serves", () -> serves(gateway));
            assertEquals(List.of(HealthStatus.HEALTHY, HealthStatus.UNHEALTHY, HealthStatus.HEALTHY), told);
            gateway.assertIdle();
            assertTrue(
                    backend.heads().get(0).contains("\r\nHost: probe.test\r\n"),
                    backend.heads().get(0));
        }
    }

    private static boolean serves(TestGateway gateway) {
        try {
            return get(gateway).endsWith("served");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RuntimeListener listener(List<HealthStatus> told) {
        return new RuntimeListener() {
            @Override
            public void applied(Snapshot snapshot) {}

            @Override
            public void present(List<BackendState> backends) {}

            @Override
            public void changed(BackendState backend) {
                told.add(backend.health());
            }

            @Override
            public void retired() {}
        };
    }

    @Test
    void oneBadProbeIsNotEnoughWhereTwoAreAskedFor() throws Exception {
        List<HealthStatus> told = new CopyOnWriteArrayList<>();
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    if (talk.number() % 2 == 0) {
                        talk.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
                    } else {
                        talk.ok("fine");
                    }
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .probe(probe(2, 1))
                        .listener(listener(told))
                        .start()) {
            TestGateway.await("many probes were sent", () -> backend.accepted() > 12);
            assertEquals(List.of(HealthStatus.HEALTHY), told);
            assertEquals(Admission.OPEN, gateway.backend("b1").admission());
        }
    }

    @Test
    void refusedConnectionTakesABackendOutForAWhile() throws Exception {
        int port = RawBackend.deadPort();
        List<HealthStatus> told = new CopyOnWriteArrayList<>();
        try (RawBackend good = RawBackend.named("good");
                TestGateway gateway = TestGateway.pool()
                        .backend(port)
                        .backend(good)
                        .passive(new PassiveSpec(1, Duration.ofSeconds(3)))
                        .listener(listener(told))
                        .threads(1)
                        .start()) {
            String first = get(gateway);
            assertTrue(first.contains("failed=b1:connect-refused"), first);
            gateway.awaitAdmission("b1", Admission.CLOSED);
            for (int i = 0; i < 4; i++) {
                assertTrue(!get(gateway).contains("failed="), "a marked backend was tried");
            }
            gateway.awaitAdmission("b1", Admission.OPEN);
            TestGateway.await("the change is told", () -> told.size() == 2);
            TestGateway.await("it is tried again", () -> triedAgain(gateway));
            assertEquals(HealthStatus.UNHEALTHY, told.get(0));
            gateway.assertIdle();
        }
    }

    private static boolean triedAgain(TestGateway gateway) {
        try {
            return get(gateway).contains("failed=b1:connect-refused");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void backendThatRefusedComesBackWithItsFirstGoodProbe() throws Exception {
        AtomicReference<Mood> mood = new AtomicReference<>(Mood.WELL);
        int port;
        List<HealthStatus> told = new CopyOnWriteArrayList<>();
        try (RawBackend dying = moody(mood)) {
            port = dying.port();
            try (RawBackend good = RawBackend.named("fine");
                    TestGateway gateway = TestGateway.pool(dying, good)
                            .probe(probe(100, 1))
                            .listener(listener(told))
                            .start()) {
                BackendState state = gateway.backend("b1");
                TestGateway.await("both are well", () -> told.size() == 2);
                dying.die();
                TestGateway.await("a client's connection is refused", () -> {
                    serves(gateway);
                    return state.admission() == Admission.CLOSED;
                });
                try (RawBackend again = RawBackend.startOn(port, talk -> {
                    talk.readHead();
                    talk.ok("fine");
                })) {
                    gateway.awaitAdmission("b1", Admission.OPEN);
                    assertTrue(again.accepted() > 0);
                }
                gateway.assertIdle();
            }
        }
    }

    @Test
    void probesEndWithTheBalancer() throws Exception {
        AtomicReference<Mood> mood = new AtomicReference<>(Mood.FROZEN);
        try (RawBackend backend = moody(mood)) {
            try (TestGateway gateway =
                    TestGateway.pool(backend).probe(probe(2, 1)).start()) {
                TestGateway.await("a probe hangs", () -> backend.open() == 1);
                assertEquals(HealthStatus.UNKNOWN, gateway.backend("b1").health());
            }
            TestGateway.await("the probe is over", () -> backend.open() == 0);
        }
    }
}
