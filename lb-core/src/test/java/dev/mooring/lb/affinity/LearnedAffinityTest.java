// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.Learned;
import dev.mooring.lb.model.AffinitySpec.Learned.Source;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LearnedAffinityTest implements AffinityContract {
    private static final Learned BY_HEADER = new Learned(Source.HEADER, "Mcp-Session-Id", Duration.ofHours(1), 100);
    private static final Learned BY_COOKIE = new Learned(Source.COOKIE, "JSESSIONID", Duration.ofHours(1), 100);
    private static final AffinityLookup UNKNOWN = AffinityLookup.broken(Problem.UNKNOWN_TOKEN);

    private static RequestHead with(String sessionId) {
        return TestRequests.get("mcp-session-id", sessionId);
    }

    private static Headers issued(String sessionId) {
        return Headers.of("Mcp-Session-Id", sessionId);
    }

    @Override
    public Affinity affinity() {
        return TestPools.affinity(BY_HEADER, WhenBack.STAY);
    }

    @Override
    public RequestHead first(int client) {
        return TestRequests.get();
    }

    @Override
    public RequestHead next(Affinity affinity, int client, String backendId) {
        affinity.answered(issued("session-" + client), backendId);
        return with("session-" + client);
    }

    @Override
    public boolean hashes() {
        return false;
    }

    @Test
    void cookieOfTheApplicationNamesTheSession() {
        Affinity affinity = TestPools.affinity(BY_COOKIE, WhenBack.STAY);
        affinity.answered(
                Headers.of("Set-Cookie", "theme=dark", "set-cookie", "JSESSIONID=abc; Path=/; HttpOnly"), "b2");

        assertEquals(
                AffinityLookup.backend("b2"),
                affinity.lookup(TestRequests.get("Cookie", "theme=dark; JSESSIONID=abc")));
        assertEquals(AffinityLookup.UNBOUND, affinity.lookup(TestRequests.get("Cookie", "theme=dark")));
    }

    @Test
    void quotedAndBrokenCookiesOfTheApplicationDoNoHarm() {
        Affinity affinity = TestPools.affinity(BY_COOKIE, WhenBack.STAY);
        affinity.answered(
                Headers.of(
                        "Set-Cookie", "JSESSIONID", "Set-Cookie", "", "Set-Cookie", "=x", "Set-Cookie", "JSESSIONID="),
                "b1");
        affinity.answered(Headers.of("Set-Cookie", "JSESSIONID=\"q\""), "b2");

        assertEquals(AffinityLookup.backend("b2"), affinity.lookup(TestRequests.get("Cookie", "JSESSIONID=\"q\"")));
    }

    @Test
    void idThatNoBackendIssuedIsUnknownAndStaysSo() {
        Affinity affinity = affinity();

        assertEquals(UNKNOWN, affinity.lookup(with("invented")));
        assertTrue(affinity.bound(with("invented"), "b1", null));
        assertEquals(UNKNOWN, affinity.lookup(with("invented")));
    }

    @Test
    void idIsForgottenAfterItsTimeout() {
        AtomicLong nanos = new AtomicLong();
        Affinity affinity = TestPools.affinity(BY_HEADER, WhenBack.STAY, nanos);
        affinity.answered(issued("s"), "b1");
        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertEquals(UNKNOWN, affinity.lookup(with("s")));
    }

    @Test
    void hugeIdIsNotLearned() {
        Affinity affinity = affinity();
        String longest = "x".repeat(1024);
        affinity.answered(issued(longest), "b1");
        affinity.answered(issued(longest + "x"), "b1");

        assertEquals(AffinityLookup.backend("b1"), affinity.lookup(with(longest)));
        assertEquals(UNKNOWN, affinity.lookup(with(longest + "x")));
    }

    @Test
    void movedSessionIsRememberedOnce() {
        Affinity affinity = affinity();
        affinity.answered(issued("s"), "b0");

        assertTrue(affinity.bound(with("s"), "b1", "b0"));
        assertFalse(affinity.bound(with("s"), "b2", "b0"));
        assertEquals(AffinityLookup.backend("b1"), affinity.lookup(with("s")));
    }

    @Test
    void standInThatRepeatsTheIdDoesNotTakeTheSessionAway() {
        Affinity returning = TestPools.affinity(BY_HEADER, WhenBack.RETURN);
        returning.answered(issued("s"), "b0");
        returning.answered(issued("s"), "b1");

        assertEquals(AffinityLookup.backend("b0"), returning.lookup(with("s")));
    }

    @Test
    void idThatAnotherBackendIssuesAgainMovesWithIt() {
        Affinity staying = affinity();
        staying.answered(issued("s"), "b0");
        staying.answered(issued("s"), "b1");

        assertEquals(AffinityLookup.backend("b1"), staying.lookup(with("s")));
    }
}
