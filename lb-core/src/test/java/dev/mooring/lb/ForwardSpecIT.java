// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.health.Admission;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.HostHeaderSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.ProbeSpec.StatusRange;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.model.UnavailableSpec;
import dev.mooring.lb.testing.Pools;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How backends are connected to, what happens when none can serve, and what a route asks for instead of its pool. */
class ForwardSpecIT {
    private static final PassiveSpec NEVER_MARKED = new PassiveSpec(0, Duration.ofSeconds(10));

    private static ForwardSpec forward(HostHeaderSpec host, Duration keepAlive, boolean perConnection) {
        return new ForwardSpec(host, Optional.empty(), keepAlive, perConnection);
    }

    private static ForwardSpec perConnection() {
        return forward(HostHeaderSpec.CLIENT, Duration.ofSeconds(45), true);
    }

    private static RoutePolicy policy(Optional<TimeoutSpec> timeouts, Optional<Long> bodyBytes) {
        return new RoutePolicy(timeouts, Optional.empty(), Optional.empty(), bodyBytes, true, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT,  '',               '',                 test",
        "FIXED,   api.internal:81,  '',                 api.internal:81",
        "BACKEND, '',               app.example:443,    app.example",
        "BACKEND, '',               app.example:8443,   app.example:8443",
        "BACKEND, '',               '[fd00::1]:80',     '[fd00::1]'",
    })
    void backendIsToldTheHostThatIsAskedFor(HostHeaderSpec.Kind kind, String text, String identity, String expected)
            throws Exception {
        try (RawBackend backend = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool()
                        .backend(new BackendSpec("b1", "127.0.0.1", backend.port(), 1, 0, 0, HostPort.parse(identity)))
                        .change(pool -> Pools.with(
                                pool, forward(new HostHeaderSpec(kind, text), Duration.ofSeconds(45), false)))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/").readResponse();
            String head = backend.heads().get(0);

            assertTrue(head.contains("\r\nHost: " + expected + "\r\n"), head);
            assertTrue(head.contains("\r\nX-Forwarded-Host: test\r\n"), head);
        }
    }

    @Test
    void connectionsThatAreNotKeptAreOpenedForEachRequest() throws Exception {
        try (RawBackend backend = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool(backend)
                        .change(pool -> Pools.with(pool, forward(HostHeaderSpec.CLIENT, Duration.ZERO, false)))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            for (int i = 0; i < 3; i++) {
                client.get("/").readResponse();
            }
            assertEquals(3, backend.accepted());
        }
    }

    @Test
    void idleConnectionsAreKeptForAsLongAsThePoolSays() throws Exception {
        try (RawBackend backend = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool(backend)
                        .change(pool -> Pools.with(pool, forward(HostHeaderSpec.CLIENT, Duration.ofMillis(300), false)))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.get("/").readResponse();
            TestGateway.await("the idle connection is closed", () -> backend.open() == 0);
            client.get("/").readResponse();
            assertEquals(2, backend.accepted());
        }
    }

    @Test
    void allRequestsOfAConnectionGoToTheBackendOfTheFirst() throws Exception {
        try (RawBackend one = RawBackend.named("one");
                RawBackend two = RawBackend.named("two");
                TestGateway gateway = TestGateway.pool(one, two)
                        .change(pool -> Pools.with(pool, perConnection()))
                        .start()) {
            Set<String> seen = new HashSet<>();
            for (int c = 0; c < 4; c++) {
                try (RawClient client = RawClient.connect(gateway)) {
                    Set<String> ofThisOne = new HashSet<>();
                    for (int i = 0; i < 5; i++) {
                        String response = client.get("/").readResponse();
                        ofThisOne.add(response.substring(response.length() - 3));
                    }
                    assertEquals(1, ofThisOne.size(), ofThisOne::toString);
                    seen.addAll(ofThisOne);
                }
            }
            assertEquals(Set.of("one", "two"), seen);
            gateway.assertIdle();
        }
    }

    @Test
    void connectionOfADeadBackendFailsAndEndsInsteadOfMoving() throws Exception {
        ClientIpTable table = new ClientIpTable(ClientNetwork.DEFAULT, Duration.ofHours(1), 10);
        try (RawBackend live = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool()
                        .backend(RawBackend.deadPort())
                        .backend(live)
                        .affinity(AffinitySpec.of(table))
                        .passive(NEVER_MARKED)
                        .change(pool -> Pools.with(pool, perConnection()))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/").readResponse();

            assertTrue(response.startsWith("HTTP/1.1 502 "), response);
            assertTrue(response.contains("Connection: close"), response);
            assertEquals(1, gateway.record().attempts().size());
            assertEquals(0, live.accepted());
            try (RawClient again = RawClient.connect(gateway)) {
                assertTrue(again.get("/").readResponse().startsWith("HTTP/1.1 502 "), "the table holds it there");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"502, HTTP/1.1 502 Bad Gateway", "500, HTTP/1.1 500 Internal Server Error"})
    void emptyPoolAnswersAsItIsTold(int status, String expected) throws Exception {
        try (TestGateway gateway = TestGateway.pool()
                        .change(pool -> Pools.with(pool, new UnavailableSpec(status, false)))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            String response = client.get("/").readResponse();

            assertTrue(response.startsWith(expected), response);
            assertEquals(status, gateway.record().status());
        }
    }

    @Test
    void allUnhealthyServeWhenThePoolFailsOpen() throws Exception {
        ProbeSpec probe = new ProbeSpec(
                "/health",
                Optional.of("probe.example"),
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                1,
                1,
                List.of(new StatusRange(200, 200)),
                Optional.empty(),
                "HEAD",
                "Edge Health Probe",
                OptionalInt.empty(),
                0);
        try (RawBackend sick = RawBackend.start(talk -> {
                    while (true) {
                        if (talk.readHead().startsWith("HEAD /health")) {
                            talk.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
                        } else {
                            talk.ok("served");
                        }
                    }
                });
                TestGateway gateway = TestGateway.pool(sick)
                        .probe(probe)
                        .change(pool -> Pools.with(pool, new UnavailableSpec(503, true)))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            gateway.awaitAdmission("b1", Admission.CLOSED);

            assertTrue(client.get("/").readResponse().endsWith("served"));
            String head = sick.heads().get(0);
            assertTrue(head.startsWith("HEAD /health HTTP/1.1\r\n"), head);
            assertTrue(head.contains("\r\nHost: probe.example\r\n"), head);
            assertTrue(head.contains("\r\nUser-Agent: Edge Health Probe\r\n"), head);
        }
    }

    @Test
    void probeGoesToItsOwnPort() throws Exception {
        try (RawBackend backend = RawBackend.named("ok");
                RawBackend health = RawBackend.named("fine")) {
            ProbeSpec probe = new ProbeSpec(
                    "/health",
                    Optional.empty(),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(2),
                    1,
                    1,
                    List.of(new StatusRange(200, 200)),
                    Optional.of("fine"),
                    "GET",
                    ProbeSpec.DEFAULT_USER_AGENT,
                    OptionalInt.of(health.port()),
                    0);
            try (TestGateway gateway = TestGateway.pool(backend).probe(probe).start()) {
                TestGateway.await("probed", () -> health.heads().size() > 1);
                assertEquals(0, backend.accepted());
                assertEquals("b1", gateway.backend("b1").id());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 11", "Transfer-Encoding: chunked"})
    void routeLimitsTheBodyToLessThanTheGateway(String framing) throws Exception {
        try (RawBackend backend = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool(backend)
                        .policy(policy(Optional.empty(), Optional.of(10L)))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n");
            client.send(framing.startsWith("T") ? "b\r\nhello world\r\n0\r\n\r\n" : "hello world");
            String response = client.readResponse();

            assertTrue(response.startsWith("HTTP/1.1 413 "), response);
            assertTrue(response.contains("Connection: close"), response);
            gateway.assertIdle();
        }
    }

    @Test
    void bodyWithinTheRoutesLimitPasses() throws Exception {
        try (RawBackend backend = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool(backend)
                        .policy(policy(Optional.empty(), Optional.of(10L)))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789");
            assertTrue(client.readResponse().endsWith("ok"));
        }
    }

    @Test
    void clocksOfTheRouteCountInsteadOfThePools() throws Exception {
        TimeoutSpec short1 = new TimeoutSpec(
                Duration.ofSeconds(5), Optional.of(Duration.ofMillis(200)), Optional.empty(), Optional.empty());
        try (RawBackend hung = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.readWithin(Duration.ofSeconds(20));
                });
                TestGateway gateway = TestGateway.pool(hung)
                        .policy(policy(Optional.of(short1), Optional.empty()))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readResponse().startsWith("HTTP/1.1 504 "));
        }
    }
}
