// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.health.Admission;
import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientIpTable;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Header;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.selection.Selection.Reason;
import dev.mooring.lb.selection.Selection.Why;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients and the backends they are bound to, through the whole balancer, with backends that are drained, disabled or full. */
class AffinityIT {
    private static final String EXPLAIN = "X-Mooring-Explain: 1";
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nseen\r\n";

    private RawBackend first;
    private RawBackend second;
    private RawBackend third;

    @BeforeEach
    void start() throws IOException {
        first = serving("b1");
        second = serving("b2");
        third = serving("b3");
    }

    @AfterEach
    void stop() throws IOException {
        first.close();
        second.close();
        third.close();
    }

    /** Answers with its name, streams on {@code /stream}, and names a session on {@code /session}. */
    private static RawBackend serving(String name) throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                if (head.startsWith("GET /stream")) {
                    talk.send(EVENTS);
                    talk.readToEnd();
                } else if (head.startsWith("GET /session")) {
                    talk.ok(name, "Mcp-Session-Id: session-of-" + name);
                } else {
                    talk.ok(name);
                }
            }
        });
    }

    private TestGateway gateway(AffinitySpec affinity) throws IOException {
        return TestGateway.pool(first, second, third)
                .affinity(affinity)
                .threads(1)
                .start();
    }

    private static String get(TestGateway gateway, String path, String... lines) throws IOException {
        try (RawClient client = RawClient.connect(gateway)) {
            return client.get(path, lines).readResponse();
        }
    }

    private static String cookie(String response) {
        int at = response.indexOf("MOORING=");
        assertTrue(at >= 0, response);
        return "Cookie: " + response.substring(at, response.indexOf(';', at));
    }

    private static String server(String response) {
        return response.substring(response.length() - 2);
    }

    private static <T> T done(CompletionStage<T> order) throws Exception {
        return order.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void cookieIsSetOnceAndHolds() throws Exception {
        try (TestGateway gateway = gateway(AffinitySpec.of(Cookie.DEFAULT))) {
            String bound = get(gateway, "/", EXPLAIN);
            assertTrue(bound.contains("selection=balanced; why=none"), bound);
            for (int i = 0; i < 10; i++) {
                String again = get(gateway, "/", cookie(bound), EXPLAIN);
                assertEquals(server(bound), server(again));
                assertTrue(again.contains("selection=bound; why=none"), again);
                assertFalse(again.contains("Set-Cookie"), again);
            }
            assertEquals(Reason.BALANCED, gateway.record(1).place().reason());
            assertEquals(Reason.BOUND, gateway.record(2).place().reason());
            gateway.assertIdle();
        }
    }

    @Test
    void cookieHasTheAttributesThatWereAskedFor() throws Exception {
        Cookie spec = new Cookie(
                "MOORING",
                "/app",
                Optional.of("example.com"),
                Optional.of(Duration.ofMinutes(5)),
                Cookie.Secure.ALWAYS,
                true,
                Optional.of(SameSite.STRICT));
        try (TestGateway gateway = gateway(AffinitySpec.of(spec))) {
            String response = get(gateway, "/");
            for (String part : List.of(
                    "; Path=/app",
                    "; Domain=example.com",
                    "; Max-Age=300",
                    "; Secure",
                    "; HttpOnly",
                    "; SameSite=Strict")) {
                assertTrue(response.contains(part), part + " is not in " + response);
            }
        }
    }

    @Test
    void claimThatDoesNotHoldIsNamedAndReplaced() throws Exception {
        try (TestGateway gateway = gateway(AffinitySpec.of(Cookie.DEFAULT))) {
            String good = cookie(get(gateway, "/"));
            char last = good.charAt(good.length() - 1);
            String forged = good.substring(0, good.length() - 2) + (last == 'A' ? "BB" : "AA");
            String answer = get(gateway, "/", forged, EXPLAIN);
            assertTrue(answer.contains("selection=rebound; why=forged"), answer);
            assertNotEquals(forged, cookie(answer));
            assertEquals(Why.FORGED, gateway.record(2).place().why());
            String unknown = get(gateway, "/", "Cookie: MOORING=something", EXPLAIN);
            assertTrue(unknown.contains("selection=rebound; why=unknown-token"), unknown);
            cookie(unknown);
        }
    }

    @Test
    void cookieThatIsTooOldIsNamedAndReplaced() throws Exception {
        Cookie spec = new Cookie(
                "MOORING",
                "/",
                Optional.empty(),
                Optional.of(Duration.ofSeconds(1)),
                Cookie.Secure.AUTO,
                true,
                Optional.empty());
        try (TestGateway gateway = gateway(AffinitySpec.of(spec))) {
            String cookie = cookie(get(gateway, "/"));
            String[] answer = {""};
            TestGateway.await("the cookie has expired", () -> {
                try {
                    answer[0] = get(gateway, "/", cookie, EXPLAIN);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return answer[0].contains("why=expired");
            });
            assertTrue(answer[0].contains("selection=rebound"), answer[0]);
            cookie(answer[0]);
        }
    }

    private RawBackend named(String id) {
        return id.equals("b1") ? first : id.equals("b2") ? second : third;
    }

    @Test
    void clientWhoseBackendDiedIsBoundToAnotherAndToldSo() throws Exception {
        try (TestGateway gateway = gateway(AffinitySpec.of(Cookie.DEFAULT))) {
            String bound = get(gateway, "/");
            named(server(bound)).die();
            String moved = get(gateway, "/", cookie(bound), EXPLAIN);
            assertTrue(moved.startsWith("HTTP/1.1 200 "), moved);
            assertNotEquals(server(bound), server(moved));
            assertTrue(moved.contains("selection=rebound"), moved);
            String stays = get(gateway, "/", cookie(moved), EXPLAIN);
            assertEquals(server(moved), server(stays));
            assertTrue(stays.contains("selection=bound"), stays);
            gateway.assertIdle();
        }
    }

    @Test
    void strictClientGets503UntilItsBackendIsBack() throws Exception {
        AffinitySpec strict = new AffinitySpec(Cookie.DEFAULT, WhenUnavailable.STRICT, WhenBack.STAY);
        try (TestGateway gateway = gateway(strict)) {
            String bound = get(gateway, "/");
            done(gateway.server().control().disable("pool", server(bound)));
            String refused = get(gateway, "/", cookie(bound), EXPLAIN);
            assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
            assertTrue(refused.contains("\r\nRetry-After: "), refused);
            assertTrue(refused.contains("why=disabled"), refused);
            assertFalse(refused.contains("Set-Cookie"), refused);
            done(gateway.server().control().enable("pool", server(bound)));
            assertEquals(server(bound), server(get(gateway, "/", cookie(bound))));
        }
    }

    @Test
    void strictClientWhoseBackendRefusesGets503AndAnUnboundOneIsServed() throws Exception {
        AffinitySpec strict = new AffinitySpec(Cookie.DEFAULT, WhenUnavailable.STRICT, WhenBack.STAY);
        try (TestGateway gateway = gateway(strict)) {
            String bound = get(gateway, "/");
            named(server(bound)).die();
            TestGateway.await(
                    "its end is noticed", () -> gateway.backend(server(bound)).connections() == 0);
            assertTrue(get(gateway, "/", cookie(bound)).startsWith("HTTP/1.1 503 "));
            for (int i = 0; i < 6; i++) {
                assertTrue(get(gateway, "/").startsWith("HTTP/1.1 200 "));
            }
        }
    }

    @Test
    void returningClientGoesHomeWithItsOldCookie() throws Exception {
        AffinitySpec back = new AffinitySpec(Cookie.DEFAULT, WhenUnavailable.REDISTRIBUTE, WhenBack.RETURN);
        try (TestGateway gateway = gateway(back)) {
            String bound = get(gateway, "/");
            done(gateway.server().control().disable("pool", server(bound)));
            String away = get(gateway, "/", cookie(bound), EXPLAIN);
            assertNotEquals(server(bound), server(away));
            assertFalse(away.contains("Set-Cookie"), away);
            assertEquals(server(away), server(get(gateway, "/", cookie(bound))));
            done(gateway.server().control().enable("pool", server(bound)));
            assertEquals(server(bound), server(get(gateway, "/", cookie(bound))));
        }
    }

    @Test
    void drainingBackendKeepsItsClientsAndGetsNoNewOnes() throws Exception {
        try (TestGateway gateway = gateway(AffinitySpec.of(Cookie.DEFAULT))) {
            String bound = get(gateway, "/");
            String draining = server(bound);
            assertTrue(done(gateway.server().control().drain("pool", draining)).isPresent());
            assertEquals(Admission.BOUND_ONLY, gateway.backend(draining).admission());
            assertTrue(gateway.backend(draining).drainRemaining().orElseThrow().toSeconds() > 200);
            for (int i = 0; i < 9; i++) {
                assertNotEquals(draining, server(get(gateway, "/")));
                assertEquals(draining, server(get(gateway, "/", cookie(bound))));
            }
            done(gateway.server().control().undrain("pool", draining));
            assertEquals(Admission.OPEN, gateway.backend(draining).admission());
            assertTrue(servers(gateway, 9).contains(draining));
        }
    }

    private static Set<String> servers(TestGateway gateway, int requests) throws IOException {
        Set<String> servers = new HashSet<>();
        for (int i = 0; i < requests; i++) {
            servers.add(server(get(gateway, "/")));
        }
        return servers;
    }

    @Test
    void drainEndsAtItsDeadlineAndItsStreamsAreCut() throws Exception {
        try (TestGateway gateway = TestGateway.pool(first, second)
                        .affinity(AffinitySpec.of(Cookie.DEFAULT))
                        .poolDrain(Duration.ofMillis(300))
                        .start();
                RawClient streaming = RawClient.connect(gateway);
                RawClient other = RawClient.connect(gateway)) {
            String head = streaming.get("/stream").readUntil("seen\r\n");
            String bound = cookie(head);
            other.get("/stream").readUntil("seen\r\n");
            String draining =
                    gateway.backend("b1").streams() == 1 && gateway.server().live() != null
                            ? server(get(gateway, "/", bound))
                            : "";
            done(gateway.server().control().drain("pool", draining));
            String rest = streaming.readToEnd();
            assertFalse(rest.endsWith("0\r\n\r\n"), rest);
            TestGateway.await(
                    "the cut is recorded",
                    () -> gateway.records().stream().anyMatch(r -> r.bodyEnd() == BodyEnd.DRAINED));
            assertEquals(Admission.CLOSED, gateway.backend(draining).admission());
            assertEquals(-2, other.readWithin(Duration.ofMillis(100)), "a stream of another backend was cut");
            String moved = get(gateway, "/", bound, EXPLAIN);
            assertTrue(moved.contains("selection=rebound; why=drained"), moved);
            done(gateway.server().control().undrain("pool", draining));
            assertEquals(draining, server(get(gateway, "/", bound)));
            done(gateway.server().control().drain("pool", draining));
            assertFalse(gateway.backend(draining).isRetired(), "a new drain begins anew");
        }
    }

    @Test
    void disabledBackendServesNobodyButFinishesItsStreams() throws Exception {
        try (TestGateway gateway = gateway(AffinitySpec.of(Cookie.DEFAULT));
                RawClient streaming = RawClient.connect(gateway)) {
            String bound = cookie(streaming.get("/stream").readUntil("seen\r\n"));
            String disabled = server(get(gateway, "/", bound));
            done(gateway.server().control().disable("pool", disabled));
            assertEquals(Admission.CLOSED, gateway.backend(disabled).admission());
            assertFalse(servers(gateway, 9).contains(disabled));
            String moved = get(gateway, "/", bound, EXPLAIN);
            assertTrue(moved.contains("selection=rebound; why=disabled"), moved);
            assertEquals(-2, streaming.readWithin(Duration.ofMillis(100)), "the stream was cut");
            assertEquals(1, gateway.backend(disabled).streams());
        }
    }

    @Test
    void fullBackendTakesNoMoreAndSaysSo() throws Exception {
        try (TestGateway gateway = TestGateway.pool()
                        .backend(new BackendSpec("b1", "127.0.0.1", first.port(), 1, 1))
                        .affinity(AffinitySpec.of(Cookie.DEFAULT))
                        .start();
                RawClient streaming = RawClient.connect(gateway)) {
            String bound = cookie(streaming.get("/stream").readUntil("seen\r\n"));
            for (String cookie : List.of(bound, "X-None: 1")) {
                String refused = get(gateway, "/", cookie, EXPLAIN);
                assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
                assertTrue(refused.contains("selection=none; why=full"), refused);
            }
            streaming.reset();
            gateway.assertIdle();
            assertEquals("b1", server(get(gateway, "/", bound)));
        }
    }

    @Test
    void clientIpHashKeepsAnAddressTogether() throws Exception {
        try (TestGateway gateway = TestGateway.pool(first, second, third)
                .affinity(AffinitySpec.of(new ClientIpHash(ClientNetwork.DEFAULT)))
                .trust("127.0.0.0/8")
                .start()) {
            Set<String> used = new HashSet<>();
            for (int i = 1; i <= 30; i++) {
                String from = "X-Forwarded-For: 198.51.100." + i;
                String home = server(get(gateway, "/", from));
                assertEquals(home, server(get(gateway, "/", from)));
                used.add(home);
            }
            assertEquals(3, used.size());
        }
    }

    @Test
    void clientIpTableRemembersWhomItServedFirst() throws Exception {
        ClientIpTable table = new ClientIpTable(
                ClientNetwork.DEFAULT, ClientIpTable.DEFAULT_TIMEOUT, ClientIpTable.DEFAULT_MAX_ENTRIES);
        try (TestGateway gateway = TestGateway.pool(first, second, third)
                .affinity(AffinitySpec.of(table))
                .trust("127.0.0.0/8")
                .start()) {
            String home = server(get(gateway, "/", "X-Forwarded-For: 198.51.100.1"));
            assertNotEquals(home, server(get(gateway, "/", "X-Forwarded-For: 198.51.100.2")));
            for (int i = 0; i < 5; i++) {
                assertEquals(home, server(get(gateway, "/", "X-Forwarded-For: 198.51.100.1")));
            }
            // The table outlives a reload, and a death moves its clients.
            named(home).die();
            String moved = get(gateway, "/", "X-Forwarded-For: 198.51.100.1");
            assertNotEquals(home, server(moved));
            assertEquals(server(moved), server(get(gateway, "/", "X-Forwarded-For: 198.51.100.1")));
        }
    }

    @Test
    void headerKeepsAKeyTogether() throws Exception {
        try (TestGateway gateway = gateway(AffinitySpec.of(new Header("X-Tenant")))) {
            Set<String> used = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                String home = server(get(gateway, "/", "X-Tenant: t" + i));
                assertEquals(home, server(get(gateway, "/", "x-tenant: t" + i)));
                used.add(home);
            }
            assertEquals(3, used.size());
            assertEquals(3, servers(gateway, 9).size());
        }
    }

    @Test
    void learnedSessionGoesBackToItsIssuer() throws Exception {
        Learned mcp = new Learned(
                Learned.Source.HEADER, "Mcp-Session-Id", Learned.DEFAULT_TIMEOUT, Learned.DEFAULT_MAX_ENTRIES);
        try (TestGateway gateway = gateway(AffinitySpec.of(mcp))) {
            for (int i = 0; i < 3; i++) {
                String issuer = server(get(gateway, "/session"));
                for (int n = 0; n < 4; n++) {
                    String again = get(gateway, "/", "Mcp-Session-Id: session-of-" + issuer, EXPLAIN);
                    assertEquals(issuer, server(again));
                    assertTrue(again.contains("selection=bound"), again);
                }
            }
            String invented = get(gateway, "/", "Mcp-Session-Id: invented", EXPLAIN);
            assertTrue(invented.contains("selection=rebound; why=unknown-token"), invented);
        }
    }
}
