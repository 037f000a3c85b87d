// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.http.RequestHead.Client;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final List<Cidr> TRUSTED = List.of(
            Cidr.parse("10.0.0.0/8").orElseThrow(), Cidr.parse("fd00::/8").orElseThrow());

    private static Client client(String peer, String... headers) {
        return ClientAddress.of(ConnectionEnds.of(TestRequests.address(peer), 80), false, Headers.of(headers), TRUSTED);
    }

    private static String address(String peer, String... headers) {
        return client(peer, headers).address().getHostAddress();
    }

    @Test
    void untrustedPeerIsItselfTheClientWhateverItSays() {
        Client client = client("192.0.2.1", "X-Forwarded-For", "198.51.100.7", "X-Forwarded-Proto", "https");

        assertEquals(TestRequests.client("192.0.2.1", false).address(), client.address());
        assertEquals(false, client.secure());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.7 | 198.51.100.7",
                "198.51.100.7, 10.1.1.1 | 198.51.100.7",
                "203.0.113.9, 198.51.100.7, 10.1.1.1 | 198.51.100.7",
                "10.9.9.9, 10.1.1.1 | 10.9.9.9",
                "198.51.100.7:4711 | 198.51.100.7",
                "\"198.51.100.7:4711\" | 198.51.100.7",
                "2001:db8::7 | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7] | 2001:db8:0:0:0:0:0:7",
                "\"[2001:db8::7]:4711\" | 2001:db8:0:0:0:0:0:7",
                "198.51.100.7, ::ffff:10.1.1.1 | 198.51.100.7",
                "198.51.100.7, fd00::1 | 198.51.100.7",
                "198.51.100.7, unknown, 10.1.1.1 | 10.1.1.1",
                "198.51.100.7, _hidden | 10.0.0.1",
                "198.51.100.7, ' OR 1=1 | 10.0.0.1",
                "198.51.100.7, localhost | 10.0.0.1",
                "198.51.100.7, 999.1.1.1 | 10.0.0.1",
                ", , | 10.0.0.1",
            })
    void chainIsWalkedFromTheRightAsFarAsItIsTrusted(String forwardedFor, String expected) {
        assertEquals(expected, address("10.0.0.1", "X-Forwarded-For", forwardedFor));
    }

    @Test
    void severalFieldsAreOneChain() {
        assertEquals(
                "198.51.100.7",
                address("10.0.0.1", "X-Forwarded-For", "203.0.113.9, 198.51.100.7", "X-Forwarded-For", "10.1.1.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=198.51.100.7 | 198.51.100.7",
                "For=\"198.51.100.7:80\";proto=https;by=10.0.0.1 | 198.51.100.7",
                "for=203.0.113.9, for=198.51.100.7;host=\"a,b;c\", for=10.1.1.1 | 198.51.100.7",
                "for=\"[2001:db8::7]:4711\" | 2001:db8:0:0:0:0:0:7",
                "for=198.51.100.7, for=unknown, for=10.1.1.1 | 10.1.1.1",
                "for=198.51.100.7, proto=https | 10.0.0.1",
                "for=\"203.0.113.9, for=198.51.100.7 | 10.0.0.1",
                "for=\"a\"b, for=198.51.100.7 | 10.0.0.1",
                "garbage | 10.0.0.1",
            })
    void standardFieldIsWalkedTheSameWay(String forwarded, String expected) {
        assertEquals(expected, address("10.0.0.1", "Forwarded", forwarded));
    }

    @Test
    void malformedFieldHidesOnlyWhatStandsBeforeIt() {
        assertEquals(
                "10.1.1.1",
                address(
                        "10.0.0.1",
                        "Forwarded",
                        "for=203.0.113.9",
                        "Forwarded",
                        "for=\"",
                        "Forwarded",
                        "for=10.1.1.1"));
    }

    @Test
    void commonFieldIsPreferredToTheStandardOneThatFewProxiesRewrite() {
        assertEquals(
                "198.51.100.7", address("10.0.0.1", "Forwarded", "for=203.0.113.9", "X-Forwarded-For", "198.51.100.7"));
    }

    @Test
    void endlessChainIsCutAtSixtyFourHops() {
        String chain = "198.51.100.7" + ", 10.2.2.2".repeat(5_000);

        assertEquals("10.2.2.2", address("10.0.0.1", "X-Forwarded-For", chain));
        assertEquals("198.51.100.7", address("10.0.0.1", "X-Forwarded-For", "198.51.100.7" + ", 10.2.2.2".repeat(63)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "HTTPS", "http, https", "wss"})
    void trustedProxySaysThatItsClientCameOverTls(String proto) {
        assertEquals(true, client("10.0.0.1", "X-Forwarded-Proto", proto).secure());
    }

    @Test
    void trustedProxyOverTlsMayHaveAClientWithoutTls() {
        Headers headers = Headers.of("X-Forwarded-Proto", "http");

        assertEquals(
                false,
                ClientAddress.of(ConnectionEnds.of(TestRequests.address("10.0.0.1"), 443), true, headers, TRUSTED)
                        .secure());
    }

    @Test
    void protocolOfTheStandardFieldCountsToo() {
        assertEquals(
                true,
                client("10.0.0.1", "Forwarded", "for=a;proto=http, for=b;proto=https")
                        .secure());
        assertEquals(false, client("10.0.0.1").secure());
    }
}
