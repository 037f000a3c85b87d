// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mooring.lb.admin.AdminGuards.Ruling;
import dev.mooring.lb.model.AdminSpec;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminGuardsTest {
    private static final String DEMO = "http://127.0.0.1:8080";

    private final AdminGuards guards =
            new AdminGuards(new AdminSpec("127.0.0.1", 9090, Optional.of("the-token"), List.of(DEMO)));

    @Test
    void whoShowsTheTokenMayGoOn() {
        assertNull(guards.judge(request("GET", "/metrics", "authorization", "Bearer the-token"))
                .answer());
    }

    @Test
    void allButTheProbesOfThePlatformWantTheToken() {
        for (String path : List.of("/", "/metrics", "/api/backends", "/api/config", "/no/such", "/livex", "/live/x")) {
            assertEquals(401, status(request("GET", path)), path);
        }
        assertEquals(401, status(request("POST", "/live")), "no route of an embedding program opens by its name");
        assertNull(guards.judge(request("GET", "/live")).answer());
        assertNull(guards.judge(request("GET", "/ready?verbose")).answer());
    }

    @Test
    void hostAndOriginAreCheckedWhateverThePathAndTheToken() {
        HttpRequest rebound = request("GET", "/live", "authorization", "Bearer the-token");
        rebound.headers().set("host", "evil.example:9090");
        assertEquals(403, status(rebound));
        HttpRequest page = request("GET", "/ready", "authorization", "Bearer the-token", "origin", "null");
        assertEquals(403, status(page));
        assertNull(guards.judge(page).page(), "a refused page may not even read the refusal");
    }

    @Test
    void aPreflightOfAnAllowedPageIsAnsweredWithoutToken() {
        Ruling ruling = guards.judge(
                request("OPTIONS", "/api/reload", "origin", DEMO, "access-control-request-method", "POST"));
        assertEquals(DEMO, ruling.page());
        AdminResponse answer = assertNotNullAnswer(ruling);
        assertEquals(204, answer.status());
        assertEquals("GET, POST", answer.headers().get("Access-Control-Allow-Methods"));
    }

    @Test
    void aPreflightOfAnotherPageIsRefused() {
        assertEquals(
                403,
                status(request(
                        "OPTIONS", "/x", "origin", "http://evil.example", "access-control-request-method", "POST")));
    }

    @Test
    void anAllowedPageStillNeedsTheTokenAndMayReadThatItDoes() {
        Ruling ruling = guards.judge(request("POST", "/api/reload", "origin", DEMO));
        assertEquals(401, assertNotNullAnswer(ruling).status());
        assertEquals(DEMO, ruling.page());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "http://evil.example/live", "//evil.example/live", "live", "/live#x", "127.0.0.1:9090"})
    void targetsThatAreNoPathAreRefused(String target) {
        assertEquals(400, status(request("GET", target)));
    }

    @Test
    void twoHostsOrNoneAreRefused() {
        HttpRequest two = request("GET", "/live");
        two.headers().add("host", "evil.example");
        assertEquals(400, status(two));
        two.headers().remove("host");
        assertEquals(400, status(two));
    }

    @Test
    void twoLengthsAreRefused() {
        assertEquals(400, status(request("POST", "/live", "content-length", "0", "content-length", "5")));
        assertEquals(400, status(request("POST", "/live", "content-length", "0", "transfer-encoding", "chunked")));
    }

    private int status(HttpRequest request) {
        return assertNotNullAnswer(guards.judge(request)).status();
    }

    private static AdminResponse assertNotNullAnswer(Ruling ruling) {
        AdminResponse answer = ruling.answer();
        assertNotNull(answer);
        return answer;
    }

    private static HttpRequest request(String method, String target, String... fields) {
        HttpRequest request = new DefaultHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(method),
                target,
                DefaultHttpHeadersFactory.headersFactory().newHeaders().add("host", "127.0.0.1:9090"));
        for (int i = 0; i < fields.length; i += 2) {
            request.headers().add(fields[i], fields[i + 1]);
        }
        return request;
    }
}
