// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import static dev.mooring.lb.affinity.TestPools.KEY_A;
import static dev.mooring.lb.affinity.TestPools.KEY_B;
import static dev.mooring.lb.affinity.TestPools.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.affinity.AffinityLookup.Kind;
import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Cookie.Secure;
import dev.mooring.lb.model.AffinitySpec.WhenBack;
import dev.mooring.lb.model.SecretSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CookieAffinityTest implements AffinityContract {
    private static final AffinityLookup UNKNOWN_TOKEN = AffinityLookup.broken(Problem.UNKNOWN_TOKEN);
    private static final AffinityLookup FORGED = AffinityLookup.broken(Problem.FORGED);
    private static final AffinityLookup EXPIRED = AffinityLookup.broken(Problem.EXPIRED);
    private static final Cookie ONE_HOUR = new Cookie(
            "MOORING", "/", Optional.empty(), Optional.of(Duration.ofHours(1)), Secure.AUTO, true, Optional.empty());

    private final Affinity affinity = of("web", Cookie.DEFAULT, NOW, List.of(KEY_A));

    private static Affinity of(String pool, Cookie cookie, InstantSource clock, List<SecretSpec> secrets) {
        return Affinities.of(
                TestPools.pool(pool, cookie, WhenBack.STAY, "b0", "b1", "b2"), secrets, clock, Optional.empty());
    }

    private static String token(Affinity affinity, String backendId) {
        String pair = told(affinity, TestRequests.get(), backendId).split(";", 2)[0];
        return pair.substring(pair.indexOf('=') + 1);
    }

    /** The value of the only field that tells the client of this backend, which is Set-Cookie. */
    private static String told(Affinity affinity, RequestHead head, String backendId) {
        List<String> told = TestPools.told(affinity, head, backendId);
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.get(0).startsWith("Set-Cookie: "), told::toString);
        return told.get(0).substring("Set-Cookie: ".length());
    }

    private static AffinityLookup lookup(Affinity affinity, String token) {
        return affinity.lookup(TestRequests.get("Cookie", "MOORING=" + token));
    }

    /** The token with its last character changed in a bit that counts. */
    private static String tampered(String token, int at) {
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
    }

    @Override
    public Affinity affinity() {
        return affinity;
    }

    @Override
    public RequestHead first(int client) {
        return TestRequests.get("Cookie", "other=" + client);
    }

    @Override
    public RequestHead next(Affinity affinity, int client, String backendId) {
        String cookie = told(affinity, first(client), backendId).split(";", 2)[0];
        return TestRequests.get("Cookie", "a=b; " + cookie + "; c=d");
    }

    @Override
    public boolean hashes() {
        return false;
    }

    @Test
    void tokenShowsNeitherTheBackendNorMoreThanItMust() {
        String token = token(affinity, "b1");

        assertTrue(token.matches("a\\.[A-Za-z0-9_-]{11}\\.[A-Za-z0-9_-]{22}"), token);
        assertFalse(token.contains("b1"));
    }

    @Test
    void tokenIsTheSameInEveryReleaseSoThatAnUpdateKeepsItsClients() {
        assertEquals("a.fclvd2yEI-U.J-2Z4XoxeidA4VvHcKWXGg", token(affinity, "b1"));
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String token = token(affinity, "b1");
        for (int at = 0; at < token.length(); at++) {
            AffinityLookup lookup = lookup(affinity, tampered(token, at));
            assertEquals(Kind.BROKEN, lookup.kind(), "at " + at);
            if (at >= 2 && token.charAt(at) != '.') {
                assertEquals(FORGED, lookup, "at " + at);
            }
        }
    }

    @Test
    void truncatedAndExtendedTokensAreNoticed() {
        String token = token(affinity, "b1");
        for (int length = 0; length < token.length(); length++) {
            assertEquals(
                    Kind.BROKEN, lookup(affinity, token.substring(0, length)).kind());
        }
        assertEquals(FORGED, lookup(affinity, token + "A"));
        assertEquals(Kind.BROKEN, lookup(affinity, token + ".A").kind());
    }

    @Test
    void textsWithoutTheFormOfATokenAreUnknown() {
        for (String text : List.of(
                "", "x", "b1", "a", "a.b", "..", "x.y.z", "a.b.c.d.e", "z".repeat(10_000), "\u00fc.\u00e4.\u00f6")) {
            assertEquals(UNKNOWN_TOKEN, lookup(affinity, text), text);
        }
    }

    @Test
    void tokenOfAnotherPoolIsForgedEvenIfItsBackendsHaveTheSameIds() {
        Affinity other = of("api", Cookie.DEFAULT, NOW, List.of(KEY_A));

        assertEquals(FORGED, lookup(affinity, token(other, "b1")));
    }

    @Test
    void tokenOfAnotherSecretWithTheSameNameIsForged() {
        Affinity other = of("web", Cookie.DEFAULT, NOW, List.of(new SecretSpec("a", "quite another secret")));

        assertEquals(FORGED, lookup(affinity, token(other, "b1")));
    }

    @Test
    void balancersWithTheSameSecretAgree() {
        Affinity other = of("web", Cookie.DEFAULT, NOW, List.of(KEY_A));

        assertEquals(AffinityLookup.backend("b2"), lookup(affinity, token(other, "b2")));
    }

    @Test
    void rotationSignsWithTheFirstSecretAndAcceptsAll() {
        Affinity rotated = of("web", Cookie.DEFAULT, NOW, List.of(KEY_B, KEY_A));

        assertEquals(AffinityLookup.backend("b1"), lookup(rotated, token(affinity, "b1")));
        assertTrue(token(rotated, "b1").startsWith("b."));
        assertEquals(UNKNOWN_TOKEN, lookup(affinity, token(rotated, "b1")));
    }

    @Test
    void tokenOfABackendThatLeftThePoolNamesABackendThatNobodyIs() {
        Affinity before = Affinities.of(
                TestPools.pool("web", Cookie.DEFAULT, WhenBack.STAY, "b0", "b9"),
                List.of(KEY_A),
                NOW,
                Optional.empty());

        AffinityLookup lookup = lookup(affinity, token(before, "b9"));

        assertEquals(Kind.BACKEND, lookup.kind());
        assertFalse(List.of("b0", "b1", "b2", "b9").contains(lookup.text()));
    }

    @Test
    void firstCookieThatVerifiesWins() {
        String good = token(affinity, "b1");
        String second = token(affinity, "b2");

        assertEquals(
                AffinityLookup.backend("b1"),
                affinity.lookup(TestRequests.get(
                        "Cookie",
                        "MOORING=junk; MOORING=" + tampered(good, 20),
                        "Cookie",
                        "MOORING=" + good + "; MOORING=" + second)));
    }

    @Test
    void cookieOfAPresentBackendWinsAgainstOneOfABackendThatIsGone() {
        Affinity before = Affinities.of(
                TestPools.pool("web", Cookie.DEFAULT, WhenBack.STAY, "b9"), List.of(KEY_A), NOW, Optional.empty());

        assertEquals(
                AffinityLookup.backend("b1"),
                affinity.lookup(TestRequests.get(
                        "Cookie", "MOORING=" + token(before, "b9") + "; MOORING=" + token(affinity, "b1"))));
    }

    @Test
    void thousandsOfCookiesAreNotAllExamined() {
        String many = "MOORING=junk; ".repeat(5_000);

        assertEquals(
                UNKNOWN_TOKEN, affinity.lookup(TestRequests.get("Cookie", many + "MOORING=" + token(affinity, "b1"))));
    }

    @Test
    void cookieNamesAreComparedWhole() {
        String token = token(affinity, "b1");

        assertEquals(
                AffinityLookup.UNBOUND,
                affinity.lookup(TestRequests.get(
                        "Cookie", "XMOORING=" + token + "; mooring=" + token + "; a=MOORING=" + token)));
        assertEquals(AffinityLookup.backend("b1"), lookup(affinity, "\"" + token + "\""));
    }

    @Test
    void tokenWithAnEndIsGoodUntilThen() {
        Affinity issuer = of("web", ONE_HOUR, NOW, List.of(KEY_A));
        String token = token(issuer, "b1");
        Affinity justBefore = of("web", ONE_HOUR, InstantSource.offset(NOW, Duration.ofSeconds(3599)), List.of(KEY_A));
        Affinity then = of("web", ONE_HOUR, InstantSource.offset(NOW, Duration.ofHours(1)), List.of(KEY_A));

        assertEquals(AffinityLookup.backend("b1"), lookup(issuer, token));
        assertEquals(AffinityLookup.backend("b1"), lookup(justBefore, token));
        assertEquals(EXPIRED, lookup(then, token));
    }

    @Test
    void endCannotBePutOff() {
        Affinity issuer = of("web", ONE_HOUR, NOW, List.of(KEY_A));
        String[] parts = token(issuer, "b1").split("\\.", -1);
        String later = Long.toString(Long.parseLong(parts[2], 36) + 1, 36);

        assertEquals(FORGED, lookup(issuer, String.join(".", parts[0], parts[1], later, parts[3])));
        assertEquals(FORGED, lookup(issuer, String.join(".", parts[0], parts[1], "!", parts[3])));
        assertEquals(FORGED, lookup(affinity, String.join(".", parts[0], parts[1], parts[3])));
    }

    @Test
    void tokenWithoutEndIsNotAcceptedWhereAnEndIsDemanded() {
        Affinity ending = of("web", ONE_HOUR, NOW, List.of(KEY_A));

        assertEquals(UNKNOWN_TOKEN, lookup(ending, token(affinity, "b1")));
        assertEquals(AffinityLookup.backend("b1"), lookup(affinity, token(ending, "b1")));
    }

    @Test
    void attributesComeFromTheConfiguration() {
        Cookie cookie = new Cookie(
                "route",
                "/app",
                Optional.of("example.org"),
                Optional.of(Duration.ofMinutes(5)),
                Secure.ALWAYS,
                false,
                Optional.of(SameSite.NONE));
        Affinity configured = of("web", cookie, NOW, List.of(KEY_A));

        String header = told(configured, TestRequests.get(), "b1");

        assertTrue(
                header.matches("route=[^;]+; Path=/app; Domain=example.org; Max-Age=300; Secure; SameSite=None"),
                header);
    }

    @Test
    void secureFollowsTheClientsConnection() {
        RequestHead overTls = TestRequests.from("192.0.2.1", true);
        assertTrue(told(affinity, overTls, "b1").contains("; Secure"));
        assertFalse(told(affinity, TestRequests.from("192.0.2.1", false), "b1").contains("; Secure"));
        Cookie never =
                new Cookie("MOORING", "/", Optional.empty(), Optional.empty(), Secure.NEVER, true, Optional.empty());
        assertFalse(told(of("web", never, NOW, List.of(KEY_A)), overTls, "b1").contains("; Secure"));
    }

    @Test
    void cookieForABackendThatCameLaterCanBeSigned() {
        assertNotEquals(token(affinity, "b1"), token(affinity, "b77"));
    }

    @Test
    void secretIsNeeded() {
        assertThrows(IllegalArgumentException.class, () -> of("web", Cookie.DEFAULT, NOW, List.of()));
    }
}
