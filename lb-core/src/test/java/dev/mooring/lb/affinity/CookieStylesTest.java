// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.affinity.AffinityLookup.Problem;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SetCookie.SameSite;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.Cookie.Secure;
import dev.mooring.lb.model.AffinitySpec.Cookie.Style;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cookies of other products, octet for octet. */
class CookieStylesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2017-02-12T14:11:12Z"));
    private static final Headers NOTHING = new Headers.Builder().build();
    private static final AffinityLookup UNKNOWN = AffinityLookup.broken(Problem.UNKNOWN_TOKEN);

    private static Cookie cookie(Style style, String name, String salt) {
        return new Cookie(
                name,
                "/",
                Optional.empty(),
                Optional.empty(),
                Secure.AUTO,
                true,
                Optional.empty(),
                style,
                salt,
                Optional.empty(),
                false);
    }

    private static BackendSpec backend(String local, String identity) {
        HostPort at = HostPort.parse(local).orElseThrow();
        return new BackendSpec(
                local, at.host(), at.port(), 1, 0, 0, identity.isEmpty() ? Optional.empty() : HostPort.parse(identity));
    }

    private static Affinity affinity(Cookie cookie, BackendSpec... backends) {
        PoolSpec pool = new PoolSpec(
                "web",
                List.of(backends),
                BalancerKind.ROUND_ROBIN,
                AffinitySpec.of(cookie),
                Optional.empty(),
                PassiveSpec.DEFAULT,
                TimeoutSpec.DEFAULT,
                2,
                Duration.ZERO);
        return Affinities.of(pool, List.of(), CLOCK, Optional.empty());
    }

    private static List<String> told(Affinity affinity, RequestHead head, String backendId, String path) {
        HeaderChanges fields = new HeaderChanges(NOTHING);
        affinity.tell(
                head,
                new Pick(
                        backendId, "1795327313.676.5182.231684", path.isEmpty() ? Optional.empty() : Optional.of(path)),
                fields);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.addedCount(); i++) {
            assertEquals("Set-Cookie", fields.addedName(i));
            lines.add(fields.addedValue(i));
        }
        return lines;
    }

    private static AffinityLookup lookup(Affinity affinity, String cookies) {
        return affinity.lookup(TestRequests.get("Cookie", cookies));
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.40.4:80, 207acb22edcd3b13e9ae6d429a569e62",
        "192.168.40.5:80, 64ee104cd068c4904863674e232dd3a0",
        "127.0.0.1:80, ee993896966c63e7d585e7f2741a6722",
        "localhost:8080, 48a3d0dc88dd3a2f242b7f5cc6400836",
        "127.0.0.1:8081, dbf331736ec0baaef5e12939c74e24f5",
        "10.0.0.4:80, 3a55f62016c087a0369c9fe1ee614d4d",
        "10.0.0.5:80, 0d99256a036269123bc542374e5b3710",
    })
    void applicationGatewayHashesTheSocketAddress(String address, String value) {
        Affinity affinity = affinity(
                cookie(Style.APPLICATION_GATEWAY, "ApplicationGatewayAffinity", ""),
                backend("127.0.0.1:9001", address));

        assertEquals(
                List.of("ApplicationGatewayAffinity=" + value + "; Path=/"),
                told(affinity, TestRequests.get(), "127.0.0.1:9001", ""));
        assertEquals(AffinityLookup.backend("127.0.0.1:9001"), lookup(affinity, "ApplicationGatewayAffinity=" + value));
    }

    @Test
    void applicationGatewayAddsATwinOnTlsAndTakesItWhenThePlainOneIsMissing() {
        Cookie cookie = cookie(Style.APPLICATION_GATEWAY, "X", "");
        Affinity affinity =
                affinity(cookie, backend("127.0.0.1:9001", "10.0.0.4:80"), backend("127.0.0.1:9002", "10.0.0.5:80"));
        String one = "3a55f62016c087a0369c9fe1ee614d4d";
        String two = "0d99256a036269123bc542374e5b3710";

        assertEquals(
                List.of("XCORS=" + one + "; Path=/; SameSite=None; Secure", "X=" + one + "; Path=/"),
                told(affinity, TestRequests.secure(), "127.0.0.1:9001", ""));
        assertEquals(AffinityLookup.backend("127.0.0.1:9002"), lookup(affinity, "XCORS=" + two));
        assertEquals(AffinityLookup.backend("127.0.0.1:9001"), lookup(affinity, "XCORS=" + two + "; X=" + one));
        assertEquals(UNKNOWN, lookup(affinity, "X=" + one.toUpperCase(java.util.Locale.ROOT)));
        assertEquals(AffinityLookup.UNBOUND, lookup(affinity, "Y=1"));
        assertFalse(affinity.tellsEachPick());
    }

    @Test
    void applicationGatewayHashesTheLocalAddressOfABackendThatOnlyHasANameInTheCloud() {
        Cookie cookie = cookie(Style.APPLICATION_GATEWAY, "X", "");
        Affinity affinity = affinity(cookie, backend("127.0.0.1:8080", "app.azurewebsites.net:443"));

        assertEquals(
                List.of("X=48a3d0dc88dd3a2f242b7f5cc6400836; Path=/"),
                told(affinity, TestRequests.get(), "127.0.0.1:8080", ""));
    }

    @Test
    void applicationGatewayHashesTheLongerAddressesOfIpv6() {
        Cookie cookie = cookie(Style.APPLICATION_GATEWAY, "X", "");
        String of80 = told(affinity(cookie, backend("a:1", "[fd00::4]:80")), TestRequests.get(), "a:1", "")
                .get(0);
        String of81 = told(affinity(cookie, backend("a:1", "[fd00::4]:81")), TestRequests.get(), "a:1", "")
                .get(0);

        assertTrue(of80.matches("X=[0-9a-f]{32}; Path=/"), of80);
        assertNotEquals(of80, of81);
    }

    @Test
    void frontDoorTellsOnlyWithAResponseThatMayNotBeCached() {
        Affinity affinity = affinity(cookie(Style.FRONT_DOOR, "ASLBSA", ""), backend("127.0.0.1:9001", ""));
        Headers stored =
                new Headers.Builder().add("Cache-Control", "max-age=60").build();
        Headers noStore =
                new Headers.Builder().add("Cache-Control", "private, No-Store").build();
        List<String> lines = told(affinity, TestRequests.secure(), "127.0.0.1:9001", "");

        assertTrue(lines.get(0).matches("ASLBSA=[0-9a-f]{64}; path=/; secure; httponly"), lines.get(0));
        assertTrue(
                lines.get(1).matches("ASLBSACORS=[0-9a-f]{64}; samesite=none; path=/; secure; httponly"), lines.get(1));
        assertFalse(affinity.tellsWith(TestRequests.get(), 200, stored));
        assertFalse(affinity.tellsWith(TestRequests.get(), 200, NOTHING));
        assertTrue(affinity.tellsWith(TestRequests.get(), 200, noStore));
        assertTrue(affinity.tellsWith(TestRequests.get(), 302, NOTHING));
        assertTrue(affinity.tellsWith(TestRequests.get("Authorization", "Bearer x"), 200, stored));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:8080, 5527bcca0bd221fcb9f44d85ffc6cc19",
        "10.0.0.2:8080, 0b10708464900db5af49ce687c27f805",
        "10.0.0.3:8080, c319cd137bae07d5bf231fe812115750"
    })
    void persistentNamesTheBackendByASaltedHash(String address, String key) {
        Cookie cookie = cookie(Style.INGRESS_NGINX_PERSISTENT, "INGRESSCOOKIE", "default-http-svc-80");
        Affinity affinity = affinity(cookie, backend("127.0.0.1:9001", address));
        String value = key + "|5a881deec44117eee2efd3540198e203";

        assertEquals(
                List.of("INGRESSCOOKIE=" + value + "; Path=/something; HttpOnly"),
                told(affinity, TestRequests.get(), "127.0.0.1:9001", "/something"));
        AffinityLookup own = AffinityLookup.backend("127.0.0.1:9001");
        assertEquals(own, lookup(affinity, "INGRESSCOOKIE=" + value));
        assertEquals(own, lookup(affinity, "INGRESSCOOKIE=" + key));
        assertEquals(own, lookup(affinity, "INGRESSCOOKIE=" + key + "|x|y"));
        assertEquals(own, lookup(affinity, "INGRESSCOOKIE=first; INGRESSCOOKIE=" + key));
        assertEquals(UNKNOWN, lookup(affinity, "INGRESSCOOKIE=" + key + "; INGRESSCOOKIE=last"));
        assertEquals(AffinityLookup.UNBOUND, lookup(affinity, "INGRESSCOOKIE="));
        assertTrue(affinity.tellsEachPick());
    }

    @Test
    void balancedHasAKeyThatAnyTextCanBe() {
        Cookie cookie = cookie(Style.INGRESS_NGINX_BALANCED, "INGRESSCOOKIE", "ns-bal-80");
        Affinity affinity = affinity(cookie, backend("127.0.0.1:9001", ""));

        assertEquals(
                List.of("INGRESSCOOKIE=1795327313.676.5182.231684|e2c2ada0a4091b0650ddd9972bac67f9; Path=/; HttpOnly"),
                told(affinity, TestRequests.get(), "127.0.0.1:9001", ""));
        assertEquals(AffinityLookup.key("x"), lookup(affinity, "INGRESSCOOKIE=x"));
        assertEquals(AffinityLookup.key("x"), lookup(affinity, "INGRESSCOOKIE=x|y|z"));
        assertEquals(AffinityLookup.UNBOUND, lookup(affinity, "INGRESSCOOKIE="));
        String key = assertInstanceOf(KeyDrawer.class, affinity).newKey(TestRequests.get(), 1);
        assertTrue(key.matches("1486908673\\.\\d+\\.\\d{1,6}"), key);
        assertTrue(affinity.claims(TestRequests.get("Cookie", "INGRESSCOOKIE=q|e2c2ada0a4091b0650ddd9972bac67f9")));
        assertFalse(affinity.claims(TestRequests.get("Cookie", "INGRESSCOOKIE=q|5a881deec44117eee2efd3540198e203")));
        assertFalse(affinity.claims(TestRequests.get("Cookie", "INGRESSCOOKIE=q")));
    }

    @Test
    void ingressNginxHasItsAttributesInItsOrder() {
        Cookie cookie = new Cookie(
                "SERVERID",
                "/",
                Optional.of("foo.bar"),
                Optional.of(Duration.ofDays(3)),
                Secure.AUTO,
                false,
                Optional.of(SameSite.NONE),
                Style.INGRESS_NGINX_BALANCED,
                "ns-bal-80",
                Optional.of(Duration.ofDays(2)),
                true);
        Affinity affinity = affinity(cookie, backend("127.0.0.1:9001", ""));
        String start =
                "SERVERID=1795327313.676.5182.231684|e2c2ada0a4091b0650ddd9972bac67f9; Expires=Tue, 14-Feb-17 14:11:12 GMT;"
                        + " Max-Age=259200; Domain=foo.bar; Path=/; Secure; HttpOnly";

        assertEquals(List.of(start + "; SameSite=None"), told(affinity, TestRequests.secure(), "127.0.0.1:9001", ""));
        assertEquals(
                List.of(start),
                told(
                        affinity,
                        TestRequests.secure("User-Agent", "Mozilla/5.0 Chrome/61.0 Safari/537"),
                        "127.0.0.1:9001",
                        ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 Chrome/51.0.2704.103 Safari/537.36",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 12_1 like Mac OS X) AppleWebKit/605.1.15 Version/12.0 Safari/604.1",
                "Mozilla/5.0 (iPad; CPU OS 12_1 like Mac OS X) AppleWebKit/605.1.15 Version/12.0 Safari/604.1",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_6) AppleWebKit/605.1.15 Version/12.1 Safari/605.1.15"
            })
    void oldBrowsersMisreadSameSiteNone(String userAgent) {
        assertTrue(SameSiteNone.isMisreadBy(userAgent));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 13_1 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_6) AppleWebKit/537.36 Chrome/80.0 Safari/537.36",
                ""
            })
    void otherBrowsersUnderstandIt(String userAgent) {
        assertFalse(SameSiteNone.isMisreadBy(userAgent));
    }

    @Test
    void yearsFarAwayHaveFourDigits() {
        Cookie cookie = new Cookie(
                "A",
                "",
                Optional.empty(),
                Optional.empty(),
                Secure.NEVER,
                true,
                Optional.empty(),
                Style.INGRESS_NGINX_PERSISTENT,
                "s",
                Optional.of(Duration.ofDays(25 * 365)),
                false);
        String line = told(affinity(cookie, backend("a:1", "")), TestRequests.secure(), "a:1", "")
                .get(0);

        assertTrue(line.endsWith("; Expires=Thu, 06-Feb-2042 14:11:12 GMT; HttpOnly"), line);
    }

    @Test
    void stickyCookieOfNginxHasSmallLettersAndBothTimes() {
        Cookie cookie = new Cookie(
                "cookie-tea",
                "/tea",
                Optional.empty(),
                Optional.of(Duration.ofDays(1)),
                Secure.NEVER,
                false,
                Optional.empty(),
                Style.NGINX_STICKY,
                "",
                Optional.empty(),
                false);
        Affinity affinity = affinity(cookie, backend("127.0.0.1:9001", "10.244.0.93:8080"));

        assertEquals(
                List.of(
                        "cookie-tea=2878e97a4c7a8406b791aa0bd0b2f145; expires=Mon, 13-Feb-17 14:11:12 GMT; max-age=86400;"
                                + " path=/tea"),
                told(affinity, TestRequests.get(), "127.0.0.1:9001", ""));
        assertEquals(
                AffinityLookup.backend("127.0.0.1:9001"),
                lookup(affinity, "cookie-tea=2878e97a4c7a8406b791aa0bd0b2f145"));
        assertEquals(UNKNOWN, lookup(affinity, "cookie-tea=x"));
        assertFalse(affinity.tellsEachPick());
    }

    @Test
    void gatewayForContainersQuotesAKeyAndMayHaveNoPath() {
        Cookie cookie = new Cookie(
                "AGCAffinity",
                "",
                Optional.empty(),
                Optional.of(Duration.ofDays(1)),
                Secure.AUTO,
                false,
                Optional.empty(),
                Style.APPLICATION_GATEWAY_FOR_CONTAINERS,
                "",
                Optional.empty(),
                false);
        Affinity affinity = affinity(cookie, backend("127.0.0.1:9001", ""));

        assertEquals(
                List.of("AGCAffinity=\"1795327313.676.5182.231684\"; Max-Age=86400; HttpOnly"),
                told(affinity, TestRequests.secure(), "127.0.0.1:9001", ""));
        String key = assertInstanceOf(KeyDrawer.class, affinity).newKey(TestRequests.get(), 1);
        assertTrue(key.matches("[0-9a-f]{16}"), key);
        assertEquals(AffinityLookup.key("4ce863421d90ae7e"), lookup(affinity, "AGCAffinity=\"4ce863421d90ae7e\""));
        assertEquals(AffinityLookup.key("a|b"), lookup(affinity, "AGCAffinity=a|b"));
    }

    @Test
    void envoyWritesTheAddressItself() {
        Affinity affinity = affinity(cookie(Style.ENVOY, "s", ""), backend("127.0.0.1:9001", "10.0.0.4:80"));

        assertEquals(
                List.of("s=\"MTAuMC4wLjQ6ODA=\"; Path=/; HttpOnly"),
                told(affinity, TestRequests.get(), "127.0.0.1:9001", ""));
        assertEquals(AffinityLookup.backend("127.0.0.1:9001"), lookup(affinity, "s=\"MTAuMC4wLjQ6ODA=\""));
        assertEquals(AffinityLookup.backend("127.0.0.1:9001"), lookup(affinity, "s=MTAuMC4wLjQ6ODA="));
        assertEquals(UNKNOWN, lookup(affinity, "s=x"));
    }
}
