// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HttpVersion;
import dev.mooring.lb.http.PathNormalizer;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteAction.Redirect;
import dev.mooring.lb.model.RouteOrder;
import dev.mooring.lb.model.TlsSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectRuleTest {
    private static final ListenerSpec HTTP = listener("http", 8080, 80, false);
    private static final ListenerSpec HTTPS = listener("https", 8443, 443, true);
    private static final ListenerSpec ODD = listener("odd", 19443, 9443, true);
    private static final Redirect NOTHING = new Redirect(
            302,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            PathChange.KEEP,
            true);

    private static ListenerSpec listener(String name, int port, int publicPort, boolean tls) {
        return new ListenerSpec(
                name,
                "127.0.0.1",
                port,
                Profile.APPLICATION_GATEWAY,
                RouteOrder.FIRST,
                tls ? Optional.of(TlsSpec.of(List.of())) : Optional.empty(),
                false,
                OptionalInt.of(publicPort),
                List.of());
    }

    private static String location(Redirect redirect, String authority, String target) {
        return new RedirectRule(redirect, List.of(HTTP, HTTPS, ODD)).location(head(authority, target), HTTP, false);
    }

    private static RequestHead head(String authority, String target) {
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        return new RequestHead(
                "GET",
                target,
                PathNormalizer.normalize(target),
                colon < 0 ? authority : authority.substring(0, colon),
                authority,
                HttpVersion.HTTP_1_1,
                Headers.EMPTY,
                TestRequests.client("192.0.2.1", false));
    }

    private static Redirect toListener(String name) {
        return new Redirect(
                301,
                Optional.empty(),
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                PathChange.KEEP,
                true);
    }

    @ParameterizedTest
    @CsvSource({
        "https, a.example, https://a.example/x?y=1",
        "https, a.example:8080, https://a.example:8443/x?y=1",
        "odd, a.example, https://a.example:9443/x?y=1",
        "odd, a.example:8080, https://a.example:19443/x?y=1",
        "http, a.example, http://a.example/x?y=1",
        "http, a.example:8080, http://a.example:8080/x?y=1",
    })
    void targetListenerGivesSchemeAndPort(String listener, String authority, String expected) {
        assertEquals(expected, location(toListener(listener), authority, "/x?y=1"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, https://a.example/x",
        "a.example:8080, https://a.example:8443/x",
        "[2001:db8::1], https://[2001:db8::1]/x",
        "[::1]:8080, https://[::1]:8443/x",
    })
    void schemeAloneHasItsUsualPortOrTheLocalOneThatStandsForIt(String authority, String expected) {
        Redirect https = new Redirect(
                308,
                Optional.empty(),
                Optional.empty(),
                Optional.of("https"),
                Optional.empty(),
                OptionalInt.empty(),
                PathChange.KEEP,
                true);

        assertEquals(expected, location(https, authority, "/x"));
    }

    @Test
    void slashAtTheEndIsLostWhereTheProductLosesIt() {
        Redirect https = new Redirect(
                308,
                Optional.empty(),
                Optional.empty(),
                Optional.of("https"),
                Optional.empty(),
                OptionalInt.empty(),
                PathChange.KEEP,
                true);
        RedirectRule rule = new RedirectRule(https, List.of());

        assertEquals("https://redirect.com", rule.location(head("redirect.com", "/"), HTTP, true));
        assertEquals("https://redirect.com/a?b=/", rule.location(head("redirect.com", "/a/?b=/"), HTTP, true));
    }

    @Test
    void portHostAndPathMayBeNew() {
        Redirect all = new Redirect(
                303,
                Optional.empty(),
                Optional.empty(),
                Optional.of("http"),
                Optional.of("b.example"),
                OptionalInt.of(8083),
                new PathChange.Prefix("/x", "/new/"),
                false);

        assertEquals("http://b.example:8083/new/y", location(all, "a.example", "/x/y?z"));
        assertEquals("http://a.example/x?y", location(NOTHING, "a.example", "/x?y"));
        assertEquals("http://a.example:5/x", location(NOTHING, "a.example:5", "/x"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://b.example, true, https://b.example/x/y?z",
        "https://b.example/base/, true, https://b.example/base/x/y?z",
        "https://b.example/base, false, https://b.example/base?z",
    })
    void urlStandsForAllBeforeThePath(String url, boolean keepPath, String expected) {
        Redirect external = new Redirect(
                302,
                Optional.of(url),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                keepPath ? PathChange.KEEP : new PathChange.Full(""),
                true);

        assertEquals(expected, location(external, "a.example:8080", "/x/y?z"));
    }

    @Test
    void nothingGetsOutOfTheLocation() {
        Redirect regex = new Redirect(
                302,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                new PathChange.Regex("^/(.*)$", "$1"),
                true);

        assertEquals("http://a.example//evil.example/", location(regex, "a.example", "///evil.example/"));
    }
}
