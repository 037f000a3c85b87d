// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static dev.mooring.cli.testing.MooringProcess.mooring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.Eventually;
import dev.mooring.cli.testing.Http;
import dev.mooring.cli.testing.Json;
import dev.mooring.cli.testing.MooringProcess;
import dev.mooring.sample.SampleServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsIT {
    private static final String ADMIN_TOKEN = "canary-admin-token-4711";
    private static final String COOKIE_SECRET = "canary-cookie-secret-4711";
    private static final String OTHER_SECRET = "canary-other-secret-4711";
    private static final String BEARER = "canary-bearer-4711";
    private static final String SESSION = "canary-session-4711";
    private static final String QUERY = "canary-query-4711";

    private final SampleServer b1 = SampleServer.builder().name("b1").start();
    private final SampleServer b2 = SampleServer.builder().name("b2").start();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void stop() {
        b1.close();
        b2.close();
    }

    @Test
    void whatIsSecretIsNeverWrittenAnywhere() throws Exception {
        Files.writeString(directory.resolve("secret.txt"), OTHER_SECRET);
        Path file = write("""
                listeners: {web: "127.0.0.1:0"}
                pools:
                  app: {backends: ["%s"], affinity: cookie}
                  dead: {backends: ["127.0.0.1:1"], affinity: cookie}
                routes: [{path: /dead, pool: dead}, {pool: app}]
                cookie-secrets: [{key-id: k1, env: SECRET}, {key-id: k2, file: secret.txt}]
                access-log: {file: access.jsonl}
                explain: true
                admin: {address: "127.0.0.1:0", token-env: TOKEN}
                """.formatted(ServingIT.address(b1)));
        try (MooringProcess run = mooring("run", file.toString())
                .in(directory)
                .environment("SECRET", COOKIE_SECRET)
                .environment("TOKEN", ADMIN_TOKEN)
                .serving()) {
            String cookie = Http.cookie(Http.get(run.uri(), "/api/whoami")).orElseThrow();
            String value = cookie.substring(cookie.indexOf('=') + 1);
            String[] headers = {
                "Cookie",
                "sid=" + SESSION + "; " + cookie,
                "Authorization",
                "Bearer " + BEARER,
                "X-Mooring-Explain",
                "1"
            };
            StringBuilder seen = new StringBuilder();
            for (String path : List.of("/dead", "/api/whoami", "/bytes/10")) {
                HttpResponse<String> response = Http.get(run.uri(), path + "?token=" + QUERY, headers);
                // The backend that was sent the headers may well show them; the balancer must not.
                seen.append(response.headers().map()).append(path.equals("/dead") ? response.body() : "");
            }
            Files.writeString(file, Files.readString(file) + "# " + "changed\ndrain-timeout: 3s\n");
            run.awaitErr("reload: applied");
            for (String path : List.of("/api/config", "/api/backends", "/metrics", "/", "/ready")) {
                HttpResponse<String> told = Http.get(run.admin(), path, "Authorization", "Bearer " + ADMIN_TOKEN);
                assertEquals(200, told.statusCode(), path);
                seen.append(told.headers().map()).append(told.body());
            }
            HttpResponse<String> denied =
                    Http.get(run.admin(), "/api/config", "Authorization", "Bearer " + ADMIN_TOKEN + BEARER);
            assertEquals(401, denied.statusCode());
            seen.append(denied.headers().map()).append(denied.body());
            Path log = directory.resolve("access.jsonl");
            Eventually.holds(
                    "four lines",
                    () -> Files.exists(log) && Files.readAllLines(log).size() == 4);
            seen.append(Files.readString(log)).append(run.story());
            assertNothingSecret(seen.toString(), value);
        }
    }

    private static void assertNothingSecret(String seen, String affinity) {
        assertTrue(seen.contains("connect-refused") && seen.contains("mooring_"), "it has seen what could leak");
        for (String canary : List.of(ADMIN_TOKEN, COOKIE_SECRET, OTHER_SECRET, BEARER, SESSION, QUERY, affinity)) {
            assertFalse(seen.contains(canary), canary + " in\n" + seen);
        }
    }

    @Test
    void aSecretsFileThatEveryUserCanReadGetsOneWarning() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), ADMIN_TOKEN + "\n");
        Path file = write("""
                pools: {app: {backends: ["127.0.0.1:1"]}}
                admin: {address: "127.0.0.1:0", token-file: token}
                """);
        Path cookies = Files.writeString(directory.resolve("cookies.yaml"), """
                pools: {app: {backends: ["127.0.0.1:1"], affinity: cookie}}
                cookie-secrets: [{key-id: k1, file: token}]
                """);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
        try (MooringProcess open = mooring("validate", file.toString()).run()) {
            String said = open.story();
            assertEquals(2, said.split("secret-open", -1).length, said);
            assertTrue(said.contains(file + ":2:45: warning secret-open admin.token-file: "), said);
            assertTrue(said.contains("mode 0644 of '" + token + "'"), said);
            assertTrue(said.contains("chmod 600 " + token), said);
            assertFalse(said.contains(ADMIN_TOKEN), said);
        }
        try (MooringProcess open = mooring("validate", cookies.toString()).run()) {
            assertTrue(open.story().contains(":2:37: warning secret-open cookie-secrets.0.file: "), open.story());
        }
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r-----"));
        try (MooringProcess closed = mooring("validate", file.toString()).run()) {
            assertFalse(closed.story().contains("secret-open"), closed.story());
        }
    }

    @Test
    void aBadConfigurationDoesNotQuoteItsSecrets() throws Exception {
        Path file = write("""
                pools: {app: {backends: [127.0.0.1:1], affinity: cookie}}
                cookie-secrets: [{key-id: k1, value: "canary-4711"}, {key-id: "bad key", value: [canary-4712]}]
                admin: {address: "127.0.0.1:0", token: {canary-4713: x}}
                """);
        for (String command : List.of("run", "validate")) {
            MooringProcess checked = mooring(command, file.toString()).run();
            assertEquals(2, checked.exitCode(), checked.story());
            assertTrue(checked.story().contains(":2:"), checked.story());
            assertFalse(checked.story().contains("canary-471"), checked.story());
        }
    }

    @Test
    void balancersWithOneSecretBelieveEachOthersCookies() throws Exception {
        Path file = write(balancing("cookie-secrets: [{key-id: k1, env: SECRET}]\n"));
        try (MooringProcess first = mooring("run", file.toString())
                        .environment("SECRET", COOKIE_SECRET)
                        .serving();
                MooringProcess second = mooring("run", file.toString())
                        .environment("SECRET", COOKIE_SECRET)
                        .serving();
                MooringProcess stranger = mooring("run", file.toString())
                        .environment("SECRET", OTHER_SECRET)
                        .serving()) {
            for (int i = 0; i < 4; i++) {
                HttpResponse<String> response = Http.get(first.uri(), "/api/whoami");
                String cookie = Http.cookie(response).orElseThrow();
                assertEquals(server(response), Http.whoami(second.uri(), "Cookie", cookie));
                assertTrue(Http.cookie(Http.get(second.uri(), "/api/whoami", "Cookie", cookie))
                        .isEmpty());
                String other = Http.cookie(Http.get(stranger.uri(), "/api/whoami", "Cookie", cookie))
                        .orElseThrow();
                assertNotEquals(cookie, other, "a cookie of another secret is not believed");
            }
            assertFalse(first.errText().contains("random-secret"), first.story());
        }
    }

    @Test
    void aRandomSecretIsToldAndDoesNotOutliveTheProcess() throws Exception {
        Path file = write(balancing(""));
        String cookie;
        try (MooringProcess run = mooring("run", file.toString()).serving()) {
            run.awaitErr("info random-secret");
            cookie = Http.cookie(Http.get(run.uri(), "/api/whoami")).orElseThrow();
        }
        try (MooringProcess again = mooring("run", file.toString()).serving()) {
            URI uri = again.uri();
            assertTrue(
                    Http.cookie(Http.get(uri, "/api/whoami", "Cookie", cookie)).isPresent());
        }
    }

    private static String server(HttpResponse<String> response) {
        return Json.parse(response.body()).get("server").text();
    }

    private String balancing(String more) {
        return """
                listeners: {web: "127.0.0.1:0"}
                pools: {app: {backends: [{name: b1, address: "%s"}, {name: b2, address: "%s"}], affinity: cookie}}
                """.formatted(ServingIT.address(b1), ServingIT.address(b2)) + more;
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("mooring.yaml"), text);
    }
}
