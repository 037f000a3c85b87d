// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.runtime.Control;
import dev.mooring.lb.runtime.RuntimeListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final String FILE = """
            listeners:
              web: {address: "127.0.0.1:8080", profile: nginx-gateway-fabric, public-port: 80}
            pools:
              a: {backends: ["127.0.0.1:1"], affinity: cookie}
              none: {backends: []}
            routes:
              - name: rewritten
                path: /shop
                pool: a
                timeouts: {total: 7s}
                filters:
                  - rewrite:
                      request: [{set: X-Mark, value: "{var_uri_path}", templated: true}]
                      url: {path: {prefix: /shop, replacement: /v2}}
              - name: elsewhere
                path: /old
                redirect: {status: 301, scheme: https}
              - name: empty
                path: /empty
                pool: none
            """;

    private static Explanation explain(RequestHead head) {
        LoadResult loaded = new ConfigLoader(Resources.NONE).load(List.of(new SourceFile("f", FILE)), Overrides.NONE);
        try (Control control = new Control(loaded.spec().orElseThrow(), RuntimeListener.NONE)) {
            return Explanation.of(control.live().current(), head, "web");
        }
    }

    @Test
    void requestIsShownAsABackendWouldGetIt() {
        Explanation explanation = explain(
                TestRequests.request("GET", "h", "/shop/x?q", "Host", "h", "Connection", "X-Hop", "X-Hop", "1"));

        assertEquals("rewritten", explanation.route());
        assertEquals("a", explanation.leg().orElseThrow().pool().name());
        assertEquals(
                Optional.of(Duration.ofSeconds(7)),
                explanation.leg().orElseThrow().timeouts().total());
        assertEquals("127.0.0.1:1", explanation.selection().orElseThrow().backend());
        Explanation.Sent sent = explanation.sent().orElseThrow();
        assertEquals("/v2/x?q", sent.target());
        assertEquals(
                List.of(
                        "Host: h",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Real-IP: 192.0.2.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: h",
                        "X-Forwarded-Port: 80",
                        "X-Mark: /shop/x"),
                sent.fields().stream()
                        .map(field -> field.name() + ": " + field.value())
                        .toList());
    }

    @Test
    void whatTheBalancerAnswersByItselfIsShown() {
        Explanation redirect = explain(TestRequests.request("GET", "h", "/old/x"));
        LocalResponse answer = redirect.answer().orElseThrow();

        assertEquals("elsewhere", redirect.route());
        assertEquals(301, answer.status());
        assertEquals("https://h/old/x", answer.fields().first(HeaderName.of("Location")));
        assertTrue(redirect.sent().isEmpty());
    }

    @Test
    void whatKeepsARequestFromBeingServedIsShown() {
        Explanation nowhere = explain(TestRequests.request("GET", "h", "/other"));
        Explanation empty = explain(TestRequests.request("GET", "h", "/empty"));

        assertEquals(Optional.of(Failure.NO_ROUTE), nowhere.failure());
        assertEquals(404, nowhere.answer().orElseThrow().status());
        assertEquals(Optional.of(Failure.NO_BACKEND), empty.failure());
        assertEquals("empty", empty.route());
        assertTrue(empty.sent().isEmpty());
    }
}
