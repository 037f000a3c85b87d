// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.http.RequestHead.Client;
import org.junit.jupiter.api.Test;

class ForwardedHeadersTest {
    private static RequestHead head(String peer, boolean secure, String... headers) {
        Client client = new Client(TestRequests.address(peer), TestRequests.address(peer), secure, 8080);
        return new RequestHead(
                "GET", "/", "/", "app.example", "app.example:81", HttpVersion.HTTP_1_1, Headers.of(headers), client);
    }

    @Test
    void untrustedPeerIsTheWholeChain() {
        RequestHead head = head(
                "192.0.2.1",
                false,
                "X-Forwarded-For",
                "1.1.1.1",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "evil",
                "X-Forwarded-Port",
                "1",
                "Forwarded",
                "for=1.1.1.1");

        assertEquals(
                new ForwardedHeaders(
                        "192.0.2.1",
                        "http",
                        "app.example:81",
                        "8080",
                        "for=192.0.2.1;host=\"app.example:81\";proto=http"),
                ForwardedHeaders.of(head, false, 8080));
    }

    @Test
    void trustedPeerIsAddedToTheChainAndItsWordIsKept() {
        RequestHead head = head(
                "10.0.0.1",
                true,
                "X-Forwarded-For",
                "198.51.100.7, 2001:db8::7",
                "X-Forwarded-For",
                "10.1.1.1",
                "X-Forwarded-Host",
                "public.example",
                "X-Forwarded-Port",
                "443");

        assertEquals(
                new ForwardedHeaders(
                        "198.51.100.7, 2001:db8::7, 10.1.1.1, 10.0.0.1",
                        "https",
                        "public.example",
                        "443",
                        "for=198.51.100.7, for=\"[2001:db8::7]\", for=10.1.1.1,"
                                + " for=10.0.0.1;host=public.example;proto=https"),
                ForwardedHeaders.of(head, true, 8080));
    }

    @Test
    void standardChainIsContinuedInBothSpellings() {
        RequestHead head = head("10.0.0.1", false, "Forwarded", "for=\"[2001:db8::7]:47\";proto=https, for=_x;by=y");

        ForwardedHeaders forwarded = ForwardedHeaders.of(head, true, 8080);

        assertEquals("[2001:db8::7]:47, _x, 10.0.0.1", forwarded.forwardedFor());
        assertEquals(
                "for=\"[2001:db8::7]:47\", for=_x, for=10.0.0.1;host=\"app.example:81\";proto=http",
                forwarded.forwarded());
    }

    @Test
    void standardFieldThatTheTrustedProxyMayHaveLeftAloneIsNotPassedOn() {
        RequestHead head = head("10.0.0.1", false, "X-Forwarded-For", "198.51.100.7", "Forwarded", "for=1.1.1.1");

        assertEquals(
                "for=198.51.100.7, for=10.0.0.1;host=\"app.example:81\";proto=http",
                ForwardedHeaders.of(head, true, 8080).forwarded());
    }

    @Test
    void ipv6PeerIsQuotedInTheStandardFieldOnly() {
        ForwardedHeaders forwarded = ForwardedHeaders.of(head("2001:db8::1", true), false, 8080);

        assertEquals("2001:db8:0:0:0:0:0:1", forwarded.forwardedFor());
        assertEquals("for=\"[2001:db8:0:0:0:0:0:1]\";host=\"app.example:81\";proto=https", forwarded.forwarded());
    }

    @Test
    void requestWithoutHostSaysNothingOfHosts() {
        RequestHead head = new RequestHead(
                "GET", "/", "/", "", "", HttpVersion.HTTP_1_0, Headers.EMPTY, TestRequests.client("192.0.2.1", false));

        assertEquals("", ForwardedHeaders.of(head, false, 8080).host());
        assertEquals(
                "for=192.0.2.1;proto=http",
                ForwardedHeaders.of(head, false, 8080).forwarded());
    }

    @Test
    void quotesInAChainCannotBreakTheStandardField() {
        RequestHead head = head("10.0.0.1", false, "X-Forwarded-For", "a\"b\\c");

        assertEquals(
                "for=\"a\\\"b\\\\c\", for=10.0.0.1;host=\"app.example:81\";proto=http",
                ForwardedHeaders.of(head, true, 8080).forwarded());
    }
}
