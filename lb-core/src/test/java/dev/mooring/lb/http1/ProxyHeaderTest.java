// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.IpAddresses;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each header is also cut everywhere; see {@link Feed#everyWay}. */
class ProxyHeaderTest {
    private static final String SIGNATURE = "\r\n\r\n\u0000\r\nQUIT\n";
    private static final String V4 = "\u00c0\u0000\u0002\u0001\n\u0000\u0000\u0001\u0004\u0000\u0000P";

    private static Feed.Outcome outcome(String octets) {
        return Feed.everyWay(() -> ProxyHeader::next, octets);
    }

    private static InetSocketAddress end(String address, int port) {
        return new InetSocketAddress(IpAddresses.parse(address).orElseThrow(), port);
    }

    private static void assertRefused(String octets) {
        HeadException refused = outcome(octets).refused();
        assertNotNull(refused, "accepted: " + octets);
        assertEquals(Failure.BAD_PROXY_HEADER, refused.failure());
    }

    @Test
    void lineNamesBothEndsAndWhatFollowsIsLeft() {
        Feed.Outcome four = outcome("PROXY TCP4 192.0.2.1 10.0.0.1 1024 80\r\nGET /");
        assertEquals(new ProxyHeader(end("192.0.2.1", 1024), end("10.0.0.1", 80), false), four.value());
        assertEquals("GET /", four.rest());
        Feed.Outcome six = outcome("PROXY TCP6 2001:db8::1 ::1 0 65535\r\n");
        assertEquals(new ProxyHeader(end("2001:db8::1", 0), end("::1", 65535), false), six.value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PROXY UNKNOWN\r\n", "PROXY UNKNOWN a b c d\r\n", "PROXY UNKNOWN ffff::1 ffff::1 65535 65535\r\n"
            })
    void unknownIsWhoeverIsThere(String line) {
        assertEquals(ProxyHeader.LOCAL, outcome(line).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "PROXY\r\n",
                "proxy TCP4 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY  TCP4 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY tcp4 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY TCP5 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY UDP4 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2 3\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2 \r\n",
                "PROXY TCP4 1.1.1.1  2.2.2.2 1 2\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 65536\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 -1 2\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 01 2\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 x 2\r\n",
                "PROXY TCP4 ::1 2.2.2.2 1 2\r\n",
                "PROXY TCP6 1.1.1.1 ::1 1 2\r\n",
                "PROXY TCP4 1.1.1 2.2.2.2 1 2\r\n",
                "PROXY TCP4 1.1.1.256 2.2.2.2 1 2\r\n",
                "PROXY TCP4 a.test 2.2.2.2 1 2\r\n",
                "PROXY TCP6 ::g ::1 1 2\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\r\n",
                "PROXY TCP4 1.1.1.1\r 2.2.2.2 1 2\r\n",
                "PROXY \r\n",
                "PROXY UNKNOWNx\r\n",
                "PROX",
                "X",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2                                                                                         \r\n"
            })
    void badLineIsRefused(String line) {
        if (line.equals("PROX")) {
            assertNull(outcome(line).value());
        } else {
            assertRefused(line);
        }
    }

    @Test
    void octetsNameBothEndsAndWhatFollowsIsLeft() {
        Feed.Outcome four = outcome(SIGNATURE + "!\u0011\u0000\f" + V4 + "GET /");
        assertEquals(new ProxyHeader(end("192.0.2.1", 1024), end("10.0.0.1", 80), false), four.value());
        assertEquals("GET /", four.rest());
        String more = " \u0000\u0001\u0001" + "\u0003\u0000\u0004abcd";
        ProxyHeader secure = (ProxyHeader)
                outcome(SIGNATURE + "!\u0011\u0000\u0017" + V4 + more).value();
        assertNotNull(secure);
        assertTrue(secure.secure());
        assertEquals(
                ProxyHeader.LOCAL, outcome(SIGNATURE + " \u0000\u0000\u0000").value());
        assertEquals(
                ProxyHeader.LOCAL, outcome(SIGNATURE + " \u0011\u0000\f" + V4).value());
        assertEquals(
                ProxyHeader.LOCAL, outcome(SIGNATURE + "!\u0000\u0000\u0003xyz").value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0011\u0011\u0000\f" + V4,
                "1\u0011\u0000\f" + V4,
                "\"\u0011\u0000\f" + V4,
                "/\u0011\u0000\f" + V4,
                "!\u0012\u0000\f" + V4,
                "!1\u0000\f" + V4,
                "!A\u0000\f" + V4,
                "!\u0010\u0000\f" + V4,
                "!\u0011\u0000\u000b" + V4,
                "!!\u0000\f" + V4,
                "!\u0011\u0000\u0000",
                "!\u0011\u0000\r" + V4 + "x",
                "!\u0011\u0000\u0010" + V4 + "\u0001\u0000\u0002x",
                "!\u0011\u00ff\u00ff" + V4
            })
    void badOctetsAreRefused(String octets) {
        assertRefused(SIGNATURE + octets);
        assertRefused(SIGNATURE.replace("QUIT", "QUIX") + octets);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 10.0.0.1, PROXY TCP4 192.0.2.1 10.0.0.1 5 6",
        "2001:db8::1, ::1, PROXY TCP6 2001:db8:0:0:0:0:0:1 0:0:0:0:0:0:0:1 5 6",
        "192.0.2.1, ::1, PROXY TCP6 ::ffff:192.0.2.1 0:0:0:0:0:0:0:1 5 6"
    })
    void whatIsWrittenCanBeRead(String source, String destination, String line) throws HeadException {
        ProxyHeader header = new ProxyHeader(end(source, 5), end(destination, 6), false);
        ByteBuf out = Unpooled.buffer();
        header.writeLine(out);
        assertEquals(line + "\r\n", out.toString(StandardCharsets.US_ASCII));
        out.clear();
        header.writeBinary(out);
        ProxyHeader read = ProxyHeader.next(out);
        assertEquals(header, read);
        ProxyHeader.LOCAL.writeBinary(out.clear());
        assertEquals(ProxyHeader.LOCAL, ProxyHeader.next(out));
        ProxyHeader.LOCAL.writeLine(out.clear());
        assertEquals(ProxyHeader.LOCAL, ProxyHeader.next(out));
    }
}
