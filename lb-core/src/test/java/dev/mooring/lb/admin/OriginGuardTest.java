// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import static dev.mooring.lb.admin.OriginGuard.Verdict.ALLOWED_PAGE;
import static dev.mooring.lb.admin.OriginGuard.Verdict.OURS;
import static dev.mooring.lb.admin.OriginGuard.Verdict.REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.admin.OriginGuard.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginGuardTest {
    private static final String HOST = "127.0.0.1:9090";
    private static final String DEMO = "http://127.0.0.1:8080";

    private final OriginGuard guard = new OriginGuard(List.of(DEMO, "null"));

    @Test
    void programsPass() {
        assertEquals(OURS, judge("GET", List.of(), null));
        assertEquals(OURS, judge("POST", List.of(), null));
    }

    @Test
    void ourOwnPagesPass() {
        assertEquals(OURS, judge("POST", List.of("http://127.0.0.1:9090"), "same-origin"));
        assertEquals(OURS, judge("GET", List.of(), "same-origin"));
        assertEquals(OURS, judge("GET", List.of(), "none"), "typed into the address bar");
        assertEquals(OURS, guard.judge("POST", List.of("http://localhost:9090"), "LOCALHOST:9090", null));
    }

    @Test
    void pagesOfAllowedOriginsPassAndAreTold() {
        assertEquals(ALLOWED_PAGE, judge("POST", List.of(DEMO), "same-site"));
        assertEquals(ALLOWED_PAGE, judge("GET", List.of("HTTP://127.0.0.1:8080"), "cross-site"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "http://evil.example",
                "https://127.0.0.1:9090",
                "http://127.0.0.1",
                "http://127.0.0.1:90901",
                "http://127.0.0.1:8080.evil.example",
                "http://127.0.0.1:8080/",
                "http://127.0.0.1:8081",
                "http://localhost:9090",
                "file://"
            })
    void otherOriginsAreRefused(String origin) {
        assertEquals(REFUSED, judge("POST", List.of(origin), null));
        assertEquals(REFUSED, judge("GET", List.of(origin), "cross-site"));
    }

    @Test
    void twoOriginsAreRefusedEvenIfOneIsAllowed() {
        assertEquals(REFUSED, judge("POST", List.of(DEMO, "http://evil.example"), null));
        assertEquals(REFUSED, judge("POST", List.of(DEMO, DEMO), null));
        assertEquals(REFUSED, judge("POST", List.of(DEMO + ", http://evil.example"), null));
    }

    @Test
    void anotherSiteIsRefusedEvenWithoutOrigin() {
        assertEquals(REFUSED, judge("POST", List.of(), "cross-site"));
        assertEquals(REFUSED, judge("GET", List.of(), "cross-site"));
        assertEquals(REFUSED, judge("GET", List.of(), "something-new"));
        assertEquals(REFUSED, judge("POST", List.of("http://127.0.0.1:9090"), "cross-site"), "it contradicts itself");
    }

    @Test
    void aPageOnAnotherPortMayLinkHereButNotOrder() {
        assertEquals(OURS, judge("GET", List.of(), "same-site"));
        assertEquals(REFUSED, judge("POST", List.of(), "same-site"));
    }

    private Verdict judge(String method, List<String> origins, @Nullable String fetchSite) {
        return guard.judge(method, origins, HOST, fetchSite);
    }
}
