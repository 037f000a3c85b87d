// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.admin.RawClient.Answer;
import dev.mooring.lb.model.AdminSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not get through, as bytes on a socket. */
@Timeout(60)
class AdminGuardsIT {
    private static final String HEAD = "Host: localhost\r\n";
    private static final AdminSpec OPEN = new AdminSpec("127.0.0.1", 0, Optional.empty(), List.of());
    private static final AdminSpec CLOSED =
            new AdminSpec("127.0.0.1", 0, Optional.of(TestGateway.ADMIN_TOKEN), List.of());

    private final TestGateway gateway = new TestGateway();
    private final List<AdminServer> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(AdminServer::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void otherMachinesNeedAToken(String host) {
        AdminSpec spec = new AdminSpec(host, 0, Optional.empty(), List.of());
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> AdminServer.start(spec, gateway.sources(), List.of()));
        assertTrue(
                String.valueOf(e.getMessage()).contains("needs a token (found none; expected: a token, or a loopback"),
                e::toString);
    }

    @Test
    void aBlankTokenIsNoToken() {
        AdminSpec spec = new AdminSpec("127.0.0.1", 0, Optional.of(" "), List.of());
        assertThrows(IllegalArgumentException.class, () -> AdminServer.start(spec, gateway.sources(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example\r\n",
                "Host: 127.0.0.1.evil.example:9090\r\n",
                HEAD + "Origin: null\r\n",
                HEAD + "Origin: http://evil.example\r\n",
                HEAD + "Sec-Fetch-Site: cross-site\r\n",
                HEAD + "Sec-Fetch-Site: same-site\r\n"
            })
    void aWebPageCannotGiveOrders(String fields) throws IOException {
        AdminServer server = start(OPEN);
        Answer answer = exchange(
                server,
                "POST /api/pools/demo/backends/b1/disable HTTP/1.1\r\n" + fields + "Content-Type: text/plain\r\n"
                        + "Content-Length: 0\r\n\r\n");
        assertEquals(403, answer.status());
        assertEquals("", answer.field("access-control-allow-origin"));
        assertEquals(List.of(), gateway.orders);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer wrong\r\n",
                "Authorization: Basic dXNlcjpwYXNz\r\n",
                "Authorization: Bearer \r\n",
                "Authorization: Bearer " + TestGateway.ADMIN_TOKEN + "\r\nAuthorization: Bearer x\r\n",
                "Cookie: token=" + TestGateway.ADMIN_TOKEN + "\r\n"
            })
    void withoutTheTokenNothingIsToldButLifeAndReadiness(String fields) throws IOException {
        AdminServer server = start(CLOSED);
        for (String path : List.of("/", "/metrics", "/api/backends", "/api/config", "/no/such/path")) {
            Answer answer = exchange(server, "GET " + path + "?token=x HTTP/1.1\r\n" + HEAD + fields + "\r\n");
            assertEquals(401, answer.status(), path);
            assertTrue(answer.field("www-authenticate").startsWith("Bearer"));
            assertFalse(answer.body().contains(TestGateway.ADMIN_TOKEN));
        }
        assertEquals(
                200,
                exchange(server, "GET /live HTTP/1.1\r\n" + HEAD + fields + "\r\n")
                        .status());
        assertEquals(
                200,
                exchange(server, "GET /ready HTTP/1.1\r\n" + HEAD + fields + "\r\n")
                        .status());
    }

    @Test
    void theTokenOpensEverything() throws IOException {
        AdminServer server = start(CLOSED);
        String token = "Authorization: Bearer " + TestGateway.ADMIN_TOKEN + "\r\n";
        assertEquals(
                200,
                exchange(server, "GET /metrics HTTP/1.1\r\n" + HEAD + token + "\r\n")
                        .status());
    }

    @Test
    void aTokenThatIsTooLongIsRefusedByItsSize() throws IOException {
        Answer answer = exchange(
                start(CLOSED),
                "GET / HTTP/1.1\r\n" + HEAD + "Authorization: Bearer " + "x".repeat(20_000) + "\r\n\r\n");
        assertEquals(431, answer.status());
    }

    @Test
    void aLineThatIsTooLongIsRefused() throws IOException {
        assertEquals(
                414,
                exchange(start(OPEN), "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n" + HEAD + "\r\n")
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Content-Length: 4\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: 0, 4\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked, identity\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Host: evil.example\r\nContent-Length: 0\r\n\r\n",
                "X: y\u0000z\r\nContent-Length: 0\r\n\r\n"
            })
    void aRequestThatCanBeReadInTwoWaysIsTheLastOne(String rest) throws IOException {
        AdminServer server = start(OPEN);
        try (RawClient client = new RawClient(server.address())) {
            client.send("POST /api/pools/demo/backends/b1/drain HTTP/1.1\r\n" + HEAD + rest);
            client.send("POST /api/pools/demo/backends/b2/disable HTTP/1.1\r\n" + HEAD + "Content-Length: 0\r\n\r\n");
            assertEquals(400, client.answer().status());
            assertTrue(client.isEnded(), "what followed is not answered");
        }
        assertEquals(List.of(), gateway.orders);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 65537\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n20000\r\n"})
    void aHugeBodyIsRefused(String framing) throws IOException {
        AdminServer server = start(OPEN);
        try (RawClient client = new RawClient(server.address())) {
            client.send("POST /api/reload HTTP/1.1\r\n" + HEAD + framing + "x".repeat(65_537));
            assertEquals(413, client.answer().status());
            assertTrue(client.isEnded());
        }
    }

    @Test
    void aHugeBodyIsRefusedInItsTurn() throws IOException {
        try (RawClient client = new RawClient(start(OPEN).address())) {
            client.send("GET /live HTTP/1.1\r\n" + HEAD + "\r\nPOST /api/reload HTTP/1.1\r\n" + HEAD
                    + "Content-Length: 65537\r\n\r\nGET /live HTTP/1.1\r\n\r\n");
            assertEquals(200, client.answer().status());
            assertEquals(413, client.answer().status());
            assertTrue(client.isEnded());
        }
    }

    @Test
    void aHugeBodyThatIsAnnouncedIsNotAskedFor() throws IOException {
        try (RawClient client = new RawClient(start(OPEN).address())) {
            client.send(
                    "POST /api/reload HTTP/1.1\r\n" + HEAD + "Expect: 100-continue\r\nContent-Length: 999999\r\n\r\n");
            assertEquals(413, client.answer().status());
            assertTrue(client.isEnded());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /live HTTP/1.1\r\nHo",
                "POST /api/reload HTTP/1.1\r\n" + HEAD + "Content-Length: 10\r\n\r\nhalf"
            })
    void whoNeverFinishesARequestIsCutOff(String begun) throws IOException {
        AdminServer server = start(OPEN, Duration.ofMillis(300));
        try (RawClient client = new RawClient(server.address())) {
            assertTrue(client.send(begun).isEnded());
        }
    }

    @Test
    void aRequestMayComeInManyPieces() throws IOException {
        try (RawClient client = new RawClient(start(OPEN).address())) {
            String request = "POST /api/reload HTTP/1.1\r\n" + HEAD + "X: " + "x".repeat(9_000)
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + "y".repeat(1_000) + "\r\n0\r\n\r\n";
            for (int from = 0; from < request.length(); from += 700) {
                client.send(request.substring(from, Math.min(request.length(), from + 700)));
            }
            assertEquals(200, client.answer().status());
        }
    }

    @Test
    void whoSendsDropByDropIsCutOffToo() throws IOException {
        AdminServer server = start(OPEN, Duration.ofMillis(300));
        try (RawClient client = new RawClient(server.address())) {
            client.send("GET /live HTTP/1.1\r\n");
            // Each byte shows life; only the whole request counts. The write fails once the server has closed.
            assertThrows(IOException.class, () -> {
                long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                while (System.nanoTime() < deadline) {
                    client.send("x");
                }
            });
        }
    }

    @Test
    void requestsOfOneConnectionAreAnsweredInOrder() throws IOException {
        CompletableFuture<ReloadOutcome> slow = new CompletableFuture<>();
        gateway.reload = slow;
        AdminServer server = start(OPEN);
        try (RawClient client = new RawClient(server.address())) {
            client.send("POST /api/reload HTTP/1.1\r\n" + HEAD + "Content-Length: 0\r\n\r\n" + "GET /live HTTP/1.1\r\n"
                    + HEAD + "\r\nGET /x HTTP/1.1\r\n" + HEAD + "Connection: close\r\n\r\n");
            slow.completeExceptionally(new IllegalStateException("for the test"));
            assertEquals(500, client.answer().status());
            assertEquals(200, client.answer().status());
            assertEquals(404, client.answer().status());
            assertTrue(client.isEnded());
        }
    }

    @Test
    void handlersThatHangDoNotMakeItLookDead() throws IOException {
        CountDownLatch hang = new CountDownLatch(1);
        AdminRoute stuck = new AdminRoute("POST", "/stuck", request -> {
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return BuiltInRoutes.now(AdminResponse.text(200, "text/plain", "done"));
        });
        AdminServer server = AdminServer.start(OPEN, gateway.sources(), List.of(stuck));
        started.add(server);
        List<RawClient> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(new RawClient(server.address())
                    .send("POST /stuck HTTP/1.1\r\n" + HEAD + "Content-Length: 0\r\n\r\n"));
        }
        assertEquals(
                200, exchange(server, "GET /live HTTP/1.1\r\n" + HEAD + "\r\n").status());
        hang.countDown();
        for (RawClient client : waiting) {
            assertEquals("done", client.answer().body());
            client.close();
        }
    }

    @Test
    void tooManyConnectionsAreClosedAndRoomComesBack() throws IOException {
        AdminServer server = start(OPEN);
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            RawClient client = new RawClient(server.address());
            client.send("GET /live HTTP/1.1\r\n" + HEAD + "\r\n");
            assertEquals(200, client.answer().status());
            clients.add(client);
        }
        try (RawClient tooMany = new RawClient(server.address())) {
            assertTrue(tooMany.isEnded());
        }
        for (RawClient client : clients) {
            client.close();
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!isServed(server)) {
            assertTrue(System.nanoTime() < deadline, "waited 20 s");
        }
    }

    private static boolean isServed(AdminServer server) {
        try {
            return exchange(server, "GET /live HTTP/1.1\r\n" + HEAD + "\r\n").status() == 200;
        } catch (IOException closed) {
            return false;
        }
    }

    private AdminServer start(AdminSpec spec) throws IOException {
        return start(spec, Duration.ofSeconds(15));
    }

    private AdminServer start(AdminSpec spec, Duration patience) throws IOException {
        AdminServer server = AdminServer.start(spec, gateway.sources(), List.of(), patience);
        started.add(server);
        return server;
    }

    private static Answer exchange(AdminServer server, String request) throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            return client.send(request).answer();
        }
    }
}
