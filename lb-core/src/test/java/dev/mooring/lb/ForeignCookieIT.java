// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Cookie.Secure;
import dev.mooring.lb.model.AffinitySpec.Cookie.Style;
import dev.mooring.lb.model.AffinitySpec.IssuedHeader;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.AffinitySpec.WhenFailed;
import dev.mooring.lb.model.AffinitySpec.WhenUnavailable;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cookies of other products on the wire: when they are given out, and what becomes of clients that bring them. */
class ForeignCookieIT {
    private static final PassiveSpec NEVER_MARKED = new PassiveSpec(0, Duration.ofSeconds(10));

    private static AffinitySpec affinity(Style style, WhenFailed whenFailed) {
        Cookie cookie = new Cookie(
                "C",
                "/",
                Optional.empty(),
                Optional.empty(),
                Secure.AUTO,
                true,
                Optional.empty(),
                style,
                "ns-svc-80",
                Optional.empty(),
                false);
        return new AffinitySpec(cookie, WhenUnavailable.REDISTRIBUTE, WhenBack.STAY, whenFailed);
    }

    private static BackendSpec backend(int port, String identity) {
        return new BackendSpec(identity, "127.0.0.1", port, 1, 0, 0, HostPort.parse(identity));
    }

    private static List<String> setCookies(String response) {
        return response.lines()
                .filter(line -> line.startsWith("Set-Cookie: "))
                .map(line -> line.substring("Set-Cookie: ".length()))
                .toList();
    }

    private static String pair(String setCookie) {
        int end = setCookie.indexOf(';');
        return end < 0 ? setCookie : setCookie.substring(0, end);
    }

    @ParameterizedTest
    @EnumSource(
            value = Style.class,
            names = {"FRONT_DOOR"},
            mode = EnumSource.Mode.EXCLUDE)
    void clientComesBackToTheBackendThatItsCookieNames(Style style) throws Exception {
        try (RawBackend one = RawBackend.named("one");
                RawBackend two = RawBackend.named("two");
                TestGateway gateway = TestGateway.pool()
                        .backend(backend(one.port(), "10.0.0.4:80"))
                        .backend(backend(two.port(), "10.0.0.5:80"))
                        .affinity(affinity(style, WhenFailed.MOVE))
                        .start()) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 40 && seen.size() < 2; i++) {
                // On a new connection, since one gateway makes its keys from it.
                RawClient client = RawClient.connect(gateway);
                String first = client.get("/").readResponse();
                List<String> cookies = setCookies(first);
                assertEquals(1, cookies.size(), first);
                String body = first.substring(first.length() - 3);
                seen.add(body);
                for (int n = 0; n < 3; n++) {
                    String next = client.get("/", "Cookie: a=b; " + pair(cookies.get(0)))
                            .readResponse();
                    assertTrue(next.endsWith(body), next);
                    assertEquals(List.of(), setCookies(next));
                }
                client.close();
            }
            assertEquals(Set.of("one", "two"), seen);
            gateway.assertIdle();
        }
    }

    @Test
    void ourCookieStandsBeforeTheApplicationsAndHasTheRoutesPath() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.ok("ok", "Set-Cookie: app=1", "Set-Cookie: app2=2");
                });
                TestGateway gateway = TestGateway.pool()
                        .backend(backend(backend.port(), "10.0.0.1:8080"))
                        .affinity(affinity(Style.INGRESS_NGINX_PERSISTENT, WhenFailed.INSIST))
                        .policy(new RoutePolicy(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                Optional.of("/something")))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            List<String> cookies = setCookies(client.get("/").readResponse());

            assertEquals(3, cookies.size(), cookies::toString);
            assertTrue(cookies.get(0).endsWith("; Path=/something; HttpOnly"), cookies::toString);
            assertEquals(List.of("app=1", "app2=2"), cookies.subList(1, 3));
        }
    }

    @Test
    void routeThatIssuesNoneHonoursACookieNevertheless() throws Exception {
        try (RawBackend one = RawBackend.named("one");
                RawBackend two = RawBackend.named("two");
                TestGateway gateway = TestGateway.pool()
                        .backend(backend(one.port(), "10.0.0.4:80"))
                        .backend(backend(two.port(), "10.0.0.5:80"))
                        .affinity(affinity(Style.APPLICATION_GATEWAY, WhenFailed.MOVE))
                        .policy(new RoutePolicy(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty()))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            assertEquals(List.of(), setCookies(client.get("/").readResponse()));
            for (int i = 0; i < 4; i++) {
                String bound = client.get("/", "Cookie: C=0d99256a036269123bc542374e5b3710")
                        .readResponse();
                assertTrue(bound.endsWith("two"), bound);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Style.class,
            names = {"INGRESS_NGINX_BALANCED", "INGRESS_NGINX_PERSISTENT"})
    void newClientOfIngressNginxIsToldOfTheDeadPodFirst(Style style) throws Exception {
        try (RawBackend live = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool()
                        .backend(backend(RawBackend.deadPort(), "10.0.0.4:80"))
                        .backend(backend(live.port(), "10.0.0.5:80"))
                        .affinity(affinity(style, WhenFailed.INSIST))
                        .passive(NEVER_MARKED)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            boolean twice = false;
            for (int i = 0; i < 60 && !twice; i++) {
                String response = client.get("/").readResponse();
                assertTrue(response.startsWith("HTTP/1.1 200 "), response);
                List<String> cookies = setCookies(response);
                twice = cookies.size() == 2;
                String last = pair(cookies.get(cookies.size() - 1));
                assertTrue(client.get("/", "Cookie: " + last).readResponse().endsWith("ok"));
                if (twice) {
                    String dead =
                            client.get("/", "Cookie: " + pair(cookies.get(0))).readResponse();
                    assertTrue(dead.startsWith("HTTP/1.1 502 "), dead);
                    assertEquals(List.of(), setCookies(dead));
                }
            }
            assertTrue(twice, "no request met the dead pod first");
            assertEquals(
                    3,
                    gateway.records()
                            .get(gateway.records().size() - 1)
                            .attempts()
                            .size());
            gateway.assertIdle();
        }
    }

    @Test
    void clientThatMayMoveGetsANewCookieWhenItsPodIsDead() throws Exception {
        try (RawBackend live = RawBackend.named("ok");
                TestGateway gateway = TestGateway.pool()
                        .backend(backend(RawBackend.deadPort(), "10.0.0.1:8080"))
                        .backend(backend(live.port(), "10.0.0.2:8080"))
                        .affinity(affinity(Style.INGRESS_NGINX_BALANCED, WhenFailed.MOVE))
                        .passive(NEVER_MARKED)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            // The key x belongs to the first of the two.
            String response = client.get("/", "Cookie: C=x").readResponse();

            assertTrue(response.endsWith("ok"), response);
            List<String> cookies = setCookies(response);
            assertEquals(1, cookies.size(), cookies::toString);
            assertTrue(client.get("/", "Cookie: " + pair(cookies.get(0)))
                    .readResponse()
                    .endsWith("ok"));
            assertEquals(1, gateway.record(2).attempts().size());
        }
    }

    @Test
    void answerOfOurOwnCarriesTheCookieOfIngressNginxOnlyAfterAPick() throws Exception {
        try (TestGateway gateway = TestGateway.pool()
                        .backend(backend(RawBackend.deadPort(), "10.0.0.4:80"))
                        .affinity(affinity(Style.INGRESS_NGINX_PERSISTENT, WhenFailed.INSIST))
                        .passive(NEVER_MARKED)
                        .start();
                TestGateway empty = TestGateway.pool()
                        .affinity(affinity(Style.INGRESS_NGINX_PERSISTENT, WhenFailed.INSIST))
                        .start();
                TestGateway azure = TestGateway.pool()
                        .backend(backend(RawBackend.deadPort(), "10.0.0.4:80"))
                        .affinity(affinity(Style.APPLICATION_GATEWAY, WhenFailed.MOVE))
                        .start();
                RawClient client = RawClient.connect(gateway);
                RawClient ofEmpty = RawClient.connect(empty);
                RawClient ofAzure = RawClient.connect(azure)) {
            String refused = client.get("/").readResponse();
            assertTrue(refused.startsWith("HTTP/1.1 502 "), refused);
            assertEquals(1, setCookies(refused).size(), refused);
            String nobody = ofEmpty.get("/").readResponse();
            assertTrue(nobody.startsWith("HTTP/1.1 503 "), nobody);
            assertEquals(List.of(), setCookies(nobody));
            String elsewhere = ofAzure.get("/").readResponse();
            assertTrue(elsewhere.startsWith("HTTP/1.1 502 "), elsewhere);
            assertEquals(List.of(), setCookies(elsewhere));
        }
    }

    @Test
    void frontDoorBindsWithResponsesThatMayNotBeCached() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    while (true) {
                        boolean noStore = talk.readHead().startsWith("GET /no-store");
                        talk.ok("ok", noStore ? "Cache-Control: no-store" : "Cache-Control: max-age=60");
                    }
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .affinity(affinity(Style.FRONT_DOOR, WhenFailed.MOVE))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            assertEquals(List.of(), setCookies(client.get("/").readResponse()));
            assertEquals(2, setCookies(client.get("/no-store").readResponse()).size());
        }
    }

    @Test
    void issuedHeaderBindsAndAForgedOneDoesNot() throws Exception {
        try (RawBackend one = RawBackend.named("one");
                RawBackend two = RawBackend.named("two");
                TestGateway gateway = TestGateway.pool(one, two)
                        .affinity(AffinitySpec.of(new IssuedHeader("X-Session")))
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            String first = client.get("/").readResponse();
            String token = first.lines()
                    .filter(line -> line.startsWith("X-Session: "))
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < 4; i++) {
                String next = client.get("/", token).readResponse();
                assertEquals(first.substring(first.length() - 3), next.substring(next.length() - 3));
                assertFalse(next.contains("X-Session"), next);
            }
            assertTrue(client.get("/", "X-Session: r.AAAAAAAAAAA.AAAA")
                    .readResponse()
                    .contains("X-Session: "));
        }
    }
}
