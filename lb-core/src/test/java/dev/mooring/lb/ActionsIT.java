// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.ErrorPageSpec;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Op;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What routes do with requests, on the wire. */
class ActionsIT {
    private static final HeaderChange MARK = HeaderChange.of(Op.SET, "X-Mark", "m");

    private static RouteAction redirect(String scheme) {
        return new RouteAction.Redirect(
                308,
                Optional.empty(),
                Optional.empty(),
                Optional.of(scheme),
                Optional.empty(),
                OptionalInt.empty(),
                PathChange.KEEP,
                true);
    }

    private static Rewrite url(PathChange path, boolean reroute) {
        return new Rewrite(
                "r",
                List.of(),
                List.of(MARK),
                List.of(MARK),
                Optional.of(new UrlChange(path, Optional.empty(), Optional.empty(), false, reroute)));
    }

    private static String ask(TestGateway gateway, String path, String... lines) throws IOException {
        try (RawClient client = RawClient.connect(gateway)) {
            return client.get(path, lines).readResponse();
        }
    }

    @Test
    void clientIsSentElsewhereInTheFormOfTheProfile() throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway plain = TestGateway.pool(backend)
                        .route("/old", redirect("https"))
                        .start();
                TestGateway gateway = TestGateway.pool(backend)
                        .profile(Profile.APPLICATION_GATEWAY, 80)
                        .route("/old", redirect("https"))
                        .start()) {
            String response = ask(plain, "/old/x?y");
            assertTrue(response.startsWith("HTTP/1.1 308 Permanent Redirect\r\n"), response);
            assertTrue(response.contains("\r\nLocation: https://test/old/x?y\r\n"), response);

            String cloud = ask(gateway, "/old/x?y");
            assertTrue(
                    cloud.startsWith(
                            "HTTP/1.1 308 Permanent Redirect\r\nServer: Microsoft-Azure-Application-Gateway/v2\r\nDate: "),
                    cloud);
            assertTrue(cloud.contains("<center><h1>308 Permanent Redirect</h1></center>\r\n"), cloud);
            assertEquals("r0", gateway.record(1).place().route());
            assertEquals(0, backend.accepted());
        }
    }

    @Test
    void balancerAnswersByItself() throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = TestGateway.pool(backend)
                        .route("/gone", new RouteAction.Respond(410, "moved"))
                        .start()) {
            String response = ask(gateway, "/gone");

            assertTrue(response.startsWith("HTTP/1.1 410 Gone\r\n"), response);
            assertTrue(response.endsWith("410 Gone\n"), response);
            assertEquals(410, gateway.record(1).status());
            assertEquals("moved", gateway.record(1).detail());
        }
    }

    @Test
    void boundClientStaysWhereItIsWhateverTheWeightsSay() throws Exception {
        RouteAction split = new RouteAction.Forward(
                List.of(new Destination("pool", 1, List.of()), new Destination("other", 0, List.of())));
        RouteAction onlyOther = RouteAction.toPool("other");
        AffinitySpec cookie = AffinitySpec.of(AffinitySpec.Cookie.DEFAULT);
        try (RawBackend first = RawBackend.named("b1");
                RawBackend second = RawBackend.named("b2");
                TestGateway gateway = TestGateway.pool(first)
                        .affinity(cookie)
                        .pool("other", second)
                        .route("/split", split)
                        .route("/other", onlyOther)
                        .start()) {
            String bound = ask(gateway, "/other");
            String pair = bound.replaceAll("(?s).*Set-Cookie: ([^;]*);.*", "$1");

            for (int i = 0; i < 10; i++) {
                assertTrue(ask(gateway, "/split").endsWith("b1"));
                assertTrue(ask(gateway, "/split", "Cookie: " + pair).endsWith("b2"));
            }
        }
    }

    @Test
    void weightsAreSharesOfTheRequests() throws Exception {
        RouteAction split = new RouteAction.Forward(List.of(
                new Destination("pool", 3, List.of()),
                new Destination("other", 1, List.of(url(PathChange.KEEP, false)))));
        try (RawBackend first = RawBackend.named("b1");
                RawBackend second = RawBackend.named("b2");
                TestGateway gateway = TestGateway.pool(first)
                        .pool("other", second)
                        .route("/split", split)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            int others = 0;
            for (int i = 0; i < 400; i++) {
                String response = client.get("/split").readResponse();
                others += response.endsWith("b2") ? 1 : 0;
                assertEquals(response.endsWith("b2"), response.contains("X-Mark: m"), response);
            }
            // Six sigma around 100.
            assertTrue(others > 48 && others < 152, "others " + others);
        }
    }

    @Test
    void targetAndFieldsAreRewrittenAndAnotherRouteIsFound() throws Exception {
        try (RawBackend first = RawBackend.named("b1");
                RawBackend second = RawBackend.named("b2");
                TestGateway gateway = TestGateway.pool(first)
                        .pool("other", second)
                        .route("/a", RouteAction.toPool("pool"), url(new PathChange.Full("/b/new"), true))
                        .route("/b", RouteAction.toPool("other"), url(PathChange.KEEP, true))
                        .route("/loop", RouteAction.toPool("pool"), url(new PathChange.Regex("(.*)", "$1/x"), true))
                        .start()) {
            String response = ask(gateway, "/a/x?q=1");
            assertTrue(response.endsWith("b2"), response);
            assertTrue(response.contains("X-Mark: m"), response);
            assertTrue(
                    second.heads().get(0).startsWith("GET /b/new?q=1 HTTP/1.1\r\n"),
                    second.heads().get(0));
            assertTrue(
                    second.heads().get(0).contains("X-Mark: m"), second.heads().get(0));

            assertTrue(ask(gateway, "/loop").startsWith("HTTP/1.1 500 "));
            assertEquals(Failure.REWRITE_ENDLESS, gateway.record(2).failure());
        }
    }

    @Test
    void expressionThatTakesForeverEndsInAFailureNotInAHang() throws Exception {
        Rewrite evil = new Rewrite(
                "evil",
                List.of(new Condition("http_req_X", "(x+x+)+y", false, false)),
                List.of(MARK),
                List.of(MARK),
                Optional.empty());
        Rewrite evilResponse = new Rewrite(
                "evil",
                List.of(new Condition("http_resp_X", "(x+x+)+y", false, false)),
                List.of(),
                List.of(MARK),
                Optional.empty());
        String many = "X: " + "x".repeat(5000);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.ok("secret", many);
                });
                TestGateway gateway = TestGateway.pool(backend)
                        .route("/request", RouteAction.toPool("pool"), evil)
                        .route("/response", RouteAction.toPool("pool"), evilResponse)
                        .start()) {
            assertTrue(ask(gateway, "/request", many).startsWith("HTTP/1.1 500 "));
            String response = ask(gateway, "/response");
            assertTrue(response.startsWith("HTTP/1.1 500 "), response);
            assertFalse(response.contains("secret"), response);
        }
    }

    @Test
    void browserIsAnsweredBeforeTheBackendIsAsked() throws Exception {
        FilterSpec cors = new FilterSpec.Cors(
                List.of("https://a.example"), true, List.of("PUT"), List.of("X-A"), List.of(), Duration.ofSeconds(9));
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = TestGateway.pool(backend)
                        .route("/api", RouteAction.toPool("pool"), cors)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            client.send(String.join(
                    "\r\n",
                    "OPTIONS /api HTTP/1.1",
                    "Host: test",
                    "Origin: https://a.example",
                    "Access-Control-Request-Method: PUT",
                    "",
                    ""));
            String preflight = client.readHead();
            assertTrue(preflight.startsWith("HTTP/1.1 204 No Content\r\n"), preflight);
            assertTrue(preflight.contains("Access-Control-Allow-Methods: PUT"), preflight);
            assertEquals(0, backend.accepted());

            String response = client.get("/api", "Origin: https://a.example").readResponse();
            assertTrue(response.contains("Access-Control-Allow-Origin: https://a.example"), response);
        }
    }

    @Test
    void failuresLookAsTheProfileHasThem() throws Exception {
        ErrorPageSpec page = new ErrorPageSpec(502, "text/html", "<p>gr\u00fc\u00dfe</p>");
        int dead = RawBackend.deadPort();
        try (TestGateway gateway = TestGateway.pool()
                        .backend(dead)
                        .profile(Profile.APPLICATION_GATEWAY, 80)
                        .route("/none", new RouteAction.Respond(404, ""))
                        .start();
                TestGateway own = TestGateway.pool()
                        .backend(dead)
                        .profile(Profile.INGRESS_NGINX, 80, page)
                        .start();
                TestGateway service = TestGateway.pool()
                        .backend(dead)
                        .profile(Profile.SERVICE_CLIENT_IP, 80)
                        .start()) {
            String bad = ask(gateway, "/");
            assertTrue(
                    bad.startsWith("HTTP/1.1 502 Bad Gateway\r\nServer: Microsoft-Azure-Application-Gateway/v2\r\n"),
                    bad);
            assertTrue(bad.contains("Content-Length: 183\r\n"), bad);
            assertTrue(ask(gateway, "/none").contains("Content-Length: 179\r\n"));
            assertTrue(ask(gateway, "/", "Upgrade: h2c", "Connection: Upgrade").startsWith("HTTP/1.1 403 Forbidden"));

            try (RawClient client = RawClient.connect(gateway);
                    RawClient silent = RawClient.connect(service)) {
                client.send("GARBAGE\r\n\r\n");
                String garbage = client.readToEnd();
                assertTrue(garbage.startsWith("HTTP/1.1 400 Bad Request\r\nServer: Microsoft"), garbage);
                assertTrue(garbage.contains("Content-Length: 183\r\n"), garbage);
                silent.send("GARBAGE\r\n\r\n");
                assertEquals("", silent.readToEnd());
            }
            String instead = ask(own, "/");
            assertTrue(instead.contains("Content-Length: 14\r\n"), instead);
            assertTrue(instead.endsWith("<p>gr\u00c3\u00bc\u00c3\u009fe</p>"), instead);

            try (RawClient client = RawClient.connect(service)) {
                client.get("/");
                assertEquals("", client.readToEnd());
            }
        }
    }

    @Test
    void otherProfilesWriteNoVia() throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = TestGateway.pool(backend)
                        .profile(Profile.APPLICATION_GATEWAY, 443)
                        .start()) {
            String response = ask(gateway, "/a", "X_Odd: 1");
            String head = backend.heads().get(0);

            assertFalse(response.contains("Via:"), response);
            assertFalse(head.contains("Via:"), head);
            assertFalse(head.contains("X_Odd"), head);
            assertTrue(
                    head.startsWith("GET /a HTTP/1.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: 443\r\n"), head);
            assertTrue(head.matches("(?s).*X-Forwarded-For: 127\\.0\\.0\\.1:[0-9]+\r\n.*"), head);
        }
    }

    @Test
    void copyGoesToAnotherPoolAndNobodyWaitsForIt() throws Exception {
        FilterSpec all = new FilterSpec.Mirror("other", 1, 1);
        FilterSpec none = new FilterSpec.Mirror("other", 0, 1);
        try (RawBackend first = RawBackend.named("b1");
                RawBackend silent = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.read(5);
                    talk.readHead();
                });
                TestGateway gateway = TestGateway.pool(first)
                        .pool("other", silent)
                        .route("/all", RouteAction.toPool("pool"), all, url(new PathChange.Full("/new"), false))
                        .route("/none", RouteAction.toPool("pool"), none)
                        .start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/none").readResponse().endsWith("b1"));
            client.send("POST /all?q HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello");
            assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
            client.read(2);

            TestGateway.await("the copy has arrived", () -> !silent.heads().isEmpty());
            String copy = silent.heads().get(0);
            assertTrue(copy.startsWith("POST /new?q HTTP/1.1\r\n"), copy);
            assertTrue(copy.contains("Content-Length: 5\r\n"), copy);

            String large = "x".repeat(70_000);
            client.send("POST /all HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n11170\r\n" + large
                    + "\r\n0\r\n\r\n");
            assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
            assertEquals(1, silent.accepted());
        }
    }
}
