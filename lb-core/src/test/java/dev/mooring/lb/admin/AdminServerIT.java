// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.admin.RawClient.Answer;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.observe.ReloadResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every endpoint, over a socket. */
@Timeout(60)
class AdminServerIT {
    private final TestGateway gateway = new TestGateway();
    private AdminServer server;

    @SuppressWarnings("NullAway") // what a careless program may do
    private static AdminRoute.Handler nothing() {
        return request -> CompletableFuture.completedFuture(null);
    }

    @BeforeEach
    void start() throws IOException {
        AdminRoute empty = new AdminRoute("GET", "/api/empty", nothing());
        AdminRoute splitting = new AdminRoute(
                "GET",
                "/api/splitting",
                request -> BuiltInRoutes.now(
                        AdminResponse.text(200, "text/plain", "x").with("X", "a\r\nSet-Cookie: b")));
        AdminRoute odd = new AdminRoute(
                "GET", "/api/odd", request -> BuiltInRoutes.now(AdminResponse.text(-1, "text/plain", "x")));
        AdminRoute echo = new AdminRoute(
                "POST",
                "/api/demo/{what}",
                request -> BuiltInRoutes.now(AdminResponse.text(
                        201,
                        "text/plain",
                        request.variable("what") + " " + request.body() + " on "
                                + Thread.currentThread().getName())));
        AdminRoute broken = new AdminRoute("GET", "/api/broken", request -> {
            throw new IllegalStateException("secret cause");
        });
        server = AdminServer.start(
                new AdminSpec("127.0.0.1", 0, Optional.empty(), List.of("http://127.0.0.1:8080")),
                gateway.sources(),
                List.of(echo, broken, empty, splitting, odd));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void liveIsAlwaysTrue() throws IOException {
        gateway.readiness = Readiness.not("draining");
        Answer answer = get("/live");
        assertEquals(200, answer.status());
        assertEquals("{\"live\":true}\n", answer.body());
    }

    @Test
    void readySaysWhyNot() throws IOException {
        assertEquals(200, get("/ready").status());
        gateway.readiness = Readiness.not("draining");
        Answer answer = get("/ready");
        assertEquals(503, answer.status());
        assertEquals("{\"ready\":false,\"reason\":\"draining\"}\n", answer.body());
    }

    @Test
    void metricsAreInTheFormThatIsAskedFor() throws IOException {
        Answer plain = get("/metrics");
        assertEquals("text/plain; version=0.0.4; charset=utf-8", plain.field("content-type"));
        assertTrue(plain.body().contains("\nmooring_requests_started_total 1.0\n"), plain.body());
        Answer open = get("/metrics", "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", open.field("content-type"));
        assertTrue(open.body().endsWith("# EOF\n"), open.body());
    }

    @Test
    void backendsAreShownExactlyAsDocumented() throws IOException {
        String b1 = "{\"id\":\"b1\",\"address\":\"127.0.0.1:9001\",\"admission\":\"BOUND_ONLY\",\"health\":\"HEALTHY\","
                + "\"leaving\":false,\"draining\":true,\"drainRemainingMs\":1500,\"disabled\":false,"
                + "\"inFlight\":3,\"streams\":2,\"connections\":4,\"weight\":1}";
        String b2 = b1.replace("b1", "b2")
                .replace("BOUND_ONLY", "OPEN")
                .replace("true", "false")
                .replace("1500", "null");
        assertEquals(
                "{\"pools\":[{\"name\":\"demo\",\"affinity\":\"cookie\",\"balancer\":\"round-robin\",\"backends\":["
                        + b1 + "," + b2 + "]}]}\n",
                get("/api/backends").body());
    }

    @Test
    void theConfigurationIsShownWithoutSecrets() throws IOException {
        Answer answer = get("/api/config");
        assertEquals("cookie-secret: (hidden)\ntoken: (hidden)\n", answer.body());
        assertTrue(answer.field("content-type").startsWith("application/yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain", "undrain", "disable", "enable"})
    void anOrderAnswersWithTheBackend(String order) throws IOException {
        Answer answer = post("/api/pools/demo/backends/b2/" + order);
        assertEquals(200, answer.status());
        assertTrue(answer.body().startsWith("{\"id\":\"b2\","), answer.body());
        assertEquals(List.of(order.toUpperCase(java.util.Locale.ROOT) + " demo b2"), gateway.orders);
    }

    @Test
    void anOrderAboutNobodyNamesTheNearest() throws IOException {
        Answer backend = post("/api/pools/demo/backends/b22/drain");
        assertEquals(404, backend.status());
        assertEquals("{\"error\":\"there is no backend 'b22' (nearest: 'b2')\"}\n", backend.body());
        assertTrue(post("/api/pools/dmo/backends/b2/drain").body().contains("no pool 'dmo' (nearest: 'demo')"));
        assertEquals(List.of(), gateway.orders);
    }

    @Test
    void aReloadTellsWhatBecameOfIt() throws IOException {
        assertEquals(
                "{\"result\":\"applied\",\"diagnostics\":[]}\n",
                post("/api/reload").body());
        gateway.reload = CompletableFuture.completedFuture(new ReloadOutcome(
                ReloadResult.REJECTED, List.of("mooring.yaml:3:5: error M001 unknown key 'pol' (expected: pool)")));
        Answer rejected = post("/api/reload");
        assertEquals(422, rejected.status());
        assertTrue(rejected.body().contains("\"rejected\",\"diagnostics\":[\"mooring.yaml:3:5: "), rejected.body());
        gateway.reload = CompletableFuture.completedFuture(new ReloadOutcome(ReloadResult.UNCHANGED, List.of()));
        assertEquals(200, post("/api/reload").status());
    }

    @Test
    void theFirstPageHasLinks() throws IOException {
        Answer answer = get("/");
        assertEquals("text/html; charset=utf-8", answer.field("content-type"));
        assertTrue(answer.body().contains("<a href=\"/metrics\">"), answer.body());
        assertTrue(answer.body().contains("POST /api/demo/{what}"), answer.body());
    }

    @Test
    void aFurtherRouteRunsOnAWorker() throws IOException {
        Answer answer = exchange("POST /api/demo/restart HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
        assertEquals(201, answer.status());
        assertTrue(answer.body().startsWith("restart body on mooring-admin-worker"), answer.body());
    }

    @Test
    void aHandlerThatFailsTellsTheLogNotTheClient() throws IOException {
        Answer answer = get("/api/broken");
        assertEquals(500, answer.status());
        assertFalse(answer.body().contains("secret"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/empty", "/api/splitting", "/api/odd"})
    void anAnswerThatCannotBeSentIsAFailure(String path) throws IOException {
        Answer answer = get(path);
        assertEquals(500, answer.status());
        assertEquals("", answer.field("set-cookie"));
    }

    @Test
    void anAllowedPageMayAskFirst() throws IOException {
        Answer answer = exchange(String.join(
                "\r\n",
                "OPTIONS /api/reload HTTP/1.1",
                "Host: localhost",
                "Origin: http://127.0.0.1:8080",
                "Access-Control-Request-Method: POST",
                "",
                ""));
        assertEquals(204, answer.status());
        assertEquals("http://127.0.0.1:8080", answer.field("access-control-allow-origin"));
        assertEquals("", answer.field("content-length"), "a 204 has none (RFC 9110, 8.6)");
    }

    @Test
    void everyAnswerProtectsTheBrowser() throws IOException {
        for (String path : List.of("/", "/live", "/metrics", "/api/backends", "/no/such/path")) {
            Answer answer = get(path);
            assertEquals("no-store", answer.field("cache-control"), path);
            assertEquals("nosniff", answer.field("x-content-type-options"), path);
            assertEquals("default-src 'none'; frame-ancestors 'none'", answer.field("content-security-policy"), path);
            assertEquals("", answer.field("access-control-allow-origin"), path);
        }
    }

    @Test
    void anAllowedPageMayReadTheAnswerAndNoOtherPage() throws IOException {
        Answer answer = get("/api/backends", "Origin: http://127.0.0.1:8080");
        assertEquals("http://127.0.0.1:8080", answer.field("access-control-allow-origin"));
        assertEquals("Origin", answer.field("vary"));
        Answer other = get("/api/backends", "Origin: http://127.0.0.1:8081");
        assertEquals(403, other.status());
        assertEquals("", other.field("access-control-allow-origin"));
    }

    @Test
    void getOnAnOrderIsNotAnOrder() throws IOException {
        Answer answer = get("/api/pools/demo/backends/b1/drain");
        assertEquals(405, answer.status());
        assertEquals("POST", answer.field("allow"));
        assertEquals(List.of(), gateway.orders);
    }

    @Test
    void headHasNoBody() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send("HEAD /live HTTP/1.1\r\nHost: localhost\r\n\r\nGET /ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals("14", client.answer(false).field("content-length"));
            assertTrue(client.answer().body().contains("ready"));
        }
    }

    @Test
    void anAddressThatIsTakenIsReported() {
        AdminSpec taken = new AdminSpec("127.0.0.1", server.address().getPort(), Optional.empty(), List.of());
        IOException e = assertThrows(IOException.class, () -> AdminServer.start(taken, gateway.sources(), List.of()));
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("cannot listen on 127.0.0.1:" + taken.port() + " (admin): "),
                e::toString);
    }

    private Answer get(String path, String... fields) throws IOException {
        String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
    }

    private Answer post(String path) throws IOException {
        return exchange("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    }

    private Answer exchange(String request) throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            return client.send(request).answer();
        }
    }
}
