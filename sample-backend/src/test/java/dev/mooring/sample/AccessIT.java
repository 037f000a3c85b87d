// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessIT {
    private static final String TOKEN = "s3cret-token";

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final SampleServer server =
            SampleServer.builder().name("b1").token(TOKEN).log(log::add).start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/events/stream", "/api/whoami", "/api/poll", "/api/connections", "/api/nothing-here"})
    void withoutTheTokenNothingOfTheApiIsShown(String path) {
        for (String query : List.of("", "?token=", "?token=wrong", "?token=" + TOKEN + "x")) {
            HttpResponse<String> answer = Http.get(server, path + query);
            assertEquals(401, answer.statusCode());
            assertEquals(
                    "Bearer", answer.headers().firstValue("www-authenticate").orElseThrow());
        }
        assertEquals(
                401, Http.get(server, path, "Authorization", "Bearer wrong").statusCode());
        assertEquals(
                401, Http.get(server, path, "Authorization", "Basic " + TOKEN).statusCode());
        assertEquals(0, server.streams());
    }

    @Test
    void theTokenIsTakenFromTheHeaderAndFromTheQuery() {
        assertEquals(
                200,
                Http.get(server, "/api/whoami", "Authorization", "bearer " + TOKEN)
                        .statusCode());
        assertEquals(200, Http.get(server, "/api/whoami?token=" + TOKEN).statusCode());
        assertEquals(200, Http.get(server, "/health").statusCode());
    }

    @Test
    void theTokenIsNeverEchoedOrLogged() {
        String referer = "http://x/?token=" + TOKEN;
        String seen =
                Http.get(server, "/api/whoami?token=" + TOKEN, "Authorization", "Bearer " + TOKEN, "Referer", referer)
                                .body()
                        + Http.get(server, "/api/nothing?token=" + TOKEN).body()
                        + Http.get(server, "/api/poll?wait=x&token=" + TOKEN).body()
                        + Http.post(server, "/control/cut?token=" + TOKEN, "").body()
                        + log;
        assertFalse(seen.contains(TOKEN), seen);
        assertTrue(seen.contains("(redacted)"));
    }

    @Test
    void whoamiShowsHeadersInOrderWithDuplicatesAndCookies() {
        String body = Http.get(
                        server, "/api/whoami?token=" + TOKEN, "Cookie", "lb=1", "X-A", "1", "X-B", "2", "X-A", "3")
                .body();
        assertTrue(body.contains("{\"name\":\"Cookie\",\"value\":\"lb=1\"}"), body);
        assertTrue(body.contains("{\"name\":\"X-A\",\"value\":\"1\"},{\"name\":\"X-A\",\"value\":\"3\"}"), body);
        assertTrue(body.contains("\"server\":\"b1\"") && body.contains("\"version\":\"HTTP/1.1\""), body);
    }

    @Test
    void anyOriginMayUseTheApiWithCredentialsEvenWhenTheAnswerIsAnError() {
        for (String path : List.of("/health", "/api/whoami", "/nothing")) {
            HttpResponse<String> answer = Http.get(server, path, "Origin", "https://shop.example");
            assertEquals(
                    "https://shop.example",
                    answer.headers().firstValue("access-control-allow-origin").orElseThrow());
            assertEquals(
                    "true",
                    answer.headers()
                            .firstValue("access-control-allow-credentials")
                            .orElseThrow());
            assertEquals("Origin", answer.headers().firstValue("vary").orElseThrow());
        }
    }

    @Test
    void aPreflightNeedsNoTokenAndAllowsTheIdOfAReconnect() {
        HttpResponse<String> answer = Http.send(Http.request(
                        server,
                        "/api/events/stream",
                        "Origin",
                        "https://shop.example",
                        "Access-Control-Request-Method",
                        "GET",
                        "Access-Control-Request-Headers",
                        "last-event-id")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertEquals(204, answer.statusCode());
        assertEquals(
                "Last-Event-ID, Authorization, Content-Type",
                answer.headers().firstValue("access-control-allow-headers").orElseThrow());
        assertTrue(answer.headers().firstValue("access-control-max-age").isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://evil.example#localhost",
                "http://evil@",
                "file://"
            })
    void aPageFromElsewhereCannotReachTheControlApi(String origin) {
        HttpResponse<String> answer = Http.post(server, "/control/unhealthy", "", "Origin", origin);
        assertEquals(403, answer.statusCode());
        assertTrue(answer.headers().firstValue("access-control-allow-origin").isEmpty());
        assertEquals(200, Http.get(server, "/health").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "http://127.0.0.1:1",
                "http://[::1]:5",
                "http://demo.localhost",
                "https://LOCALHOST"
            })
    void aPageOfThisMachineCanReachTheControlApi(String origin) {
        assertEquals(
                200, Http.post(server, "/control/healthy", "", "Origin", origin).statusCode());
    }

    @Test
    void aFaultIsNeverSwitchedByAGet() {
        assertEquals(405, Http.get(server, "/control/crash").statusCode());
        assertEquals(200, Http.get(server, "/control").statusCode());
    }
}
