// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each head is also cut everywhere; see {@link Feed#everyWay}. */
class ResponseParserTest {
    private static Feed.Outcome outcome(String octets, String method) {
        return Feed.everyWay(
                () -> {
                    ResponseParser parser = new ResponseParser();
                    return in -> parser.next(in, method);
                },
                octets);
    }

    private static ResponseHead parsed(String octets, String method) {
        Feed.Outcome outcome = outcome(octets, method);
        if (!(outcome.value() instanceof ResponseHead head)) {
            throw new AssertionError("refused: " + outcome + "\n" + octets);
        }
        return head;
    }

    private static ResponseHead parsed(String octets) {
        return parsed(octets, "GET");
    }

    private static void assertRefused(String octets) {
        HeadException refusal = outcome(octets, "GET").refused();
        assertNotNull(refusal, "accepted: " + octets);
        assertEquals(Failure.BAD_RESPONSE, refusal.failure());
    }

    @Test
    void plainResponseIsRead() {
        ResponseHead head =
                parsed("HTTP/1.1 404 Not  here\t\u00e9\r\nContent-Length: 5\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n");
        assertEquals(404, head.status());
        assertEquals("Not  here\t\u00e9", head.reason());
        assertFalse(head.http10());
        assertTrue(head.keepAlive());
        assertEquals(Framing.ofLength(5), head.framing());
        assertEquals(3, head.headers().size());
        assertFalse(head.isInterim());
    }

    @Test
    void reasonMayBeEmptyOrMissing() {
        assertEquals("", parsed("HTTP/1.1 200 \r\n\r\n").reason());
        assertEquals("", parsed("HTTP/1.1 200\r\n\r\n").reason());
    }

    @Test
    void laterMinorVersionIsReadAsTheOneSpokenHere() {
        assertFalse(parsed("HTTP/1.2 200 OK\r\n\r\n").http10());
        assertTrue(parsed("HTTP/1.0 200 OK\r\n\r\n").http10());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2.0 200 OK",
                "HTTP/0.9 200 OK",
                "http/1.1 200 OK",
                "HTTP/1.1  200 OK",
                "HTTP/1.1\t200 OK",
                "HTTP/1.1 20 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 2x0 OK",
                "HTTP/1.1 099 OK",
                "HTTP/1.1 600 OK",
                "HTTP/1.1 999 OK",
                "HTTP/1.1 000 OK",
                "HTTP/1.1 -20 OK",
                "HTTP/1.1 +20 OK",
                "HTTP/1.1 200OK",
                "HTTP/1.1 200\tOK",
                "HTTP/1.1 200 O\u0000K",
                "HTTP/1.1 200 O\rK",
                "HTTP/1.1 200 O\u007fK",
                "HTTP/1.1 ",
                "HTTP/1.1",
                "HTTP/1.",
                "HTTP",
                "",
                "HTTP/11 200 OK",
                "HTTP/1.10 200 OK",
                "HTTP/1.1200 OK",
                " HTTP/1.1 200 OK",
                "\r\nHTTP/1.1 200 OK",
                "ICY 200 OK",
                "SSH-2.0-OpenSSH_9.2",
                "GET / HTTP/1.1",
                "HTTPS/1.1 200 OK",
                "HTTP/1.A 200 OK",
                "HTTP/1.1 200 OK\r",
                "HTTP/1.1 200 OK\rX: y"
            })
    void badStatusLineIsRefused(String line) {
        assertRefused(line + "\r\n\r\n");
        assertRefused(line + "\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X : 1\r\n",
                "X\t: 1\r\n",
                ": 1\r\n",
                "X\r\n",
                " X: 1\r\n",
                "X: 1\r\n folded\r\n",
                "X: 1\r\n\tfolded\r\n",
                "X: a\rb\r\n",
                "X: a\nb: c\r\n",
                "X: a\n",
                "X: a\u0000b\r\n",
                "X: \u0001\r\n",
                "X: \u007f\r\n",
                "X y: a\r\n",
                "\u00e9: a\r\n",
                "Content-Length: 1\r\nContent-Length: 1\r\n",
                "Content-Length: 1\r\nContent-Length: 2\r\n",
                "Content-Length: 1, 1\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: +1\r\n",
                "Content-Length:\r\n",
                "Content-Length: x\r\n",
                "Content-Length: 9999999999999999999\r\n",
                "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: gzip\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding:\r\n",
                "Transfer-Encoding: xchunked\r\n"
            })
    void badFieldLineIsRefused(String lines) {
        assertRefused("HTTP/1.1 200 OK\r\n" + lines + "\r\n");
        assertRefused("HTTP/1.1 200 OK\r\nA: b\r\n" + lines + "C: d\r\n\r\n");
    }

    @Test
    void transferEncodingInHttp10IsRefused() {
        assertRefused("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @Test
    void bareLineFeedsAreRefused() {
        assertRefused("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        assertRefused("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\n");
    }

    @Test
    void bodyEndsWhereTheRulesSay() {
        String plain = "HTTP/1.1 200 OK\r\n\r\n";
        String sized = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n";
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n";
        assertEquals(Framing.UNTIL_CLOSE, parsed(plain).framing());
        assertEquals(Framing.ofLength(7), parsed(sized).framing());
        assertEquals(Framing.CHUNKED, parsed(chunked).framing());
        assertEquals(
                Framing.NONE,
                parsed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").framing());
        for (String head : new String[] {plain, sized, chunked}) {
            assertEquals(Framing.NONE, parsed(head, "HEAD").framing());
            assertEquals(Framing.NONE, parsed(head.replace("200", "204")).framing());
            assertEquals(Framing.NONE, parsed(head.replace("200", "304")).framing());
            assertEquals(Framing.NONE, parsed(head.replace("200", "103")).framing());
            assertTrue(parsed(head.replace("200", "103")).isInterim());
        }
    }

    @Test
    void connectionIsKeptUnlessTheBackendSaysClose() {
        assertFalse(parsed("HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\n").keepAlive());
        assertFalse(parsed("HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: y, close\r\n\r\n")
                .keepAlive());
        assertFalse(parsed("HTTP/1.0 200 OK\r\n\r\n").keepAlive());
        assertTrue(parsed("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n").keepAlive());
        assertFalse(parsed("HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\n\r\n")
                .keepAlive());
    }

    @Test
    void headsAboveTheLimitsAreRefused() {
        assertRefusedQuickly("HTTP/1.1 200 " + "x".repeat(8 * 1024));
        assertRefusedQuickly("HTTP/1.1 200 OK\r\n" + ("X: " + "x".repeat(1000) + "\r\n").repeat(66));
        assertRefusedQuickly("HTTP/1.1 200 OK\r\n" + "X: 1\r\n".repeat(257) + "\r\n");
    }

    private static void assertRefusedQuickly(String octets) {
        Feed.Outcome outcome = Feed.inPieces(
                () -> {
                    ResponseParser parser = new ResponseParser();
                    return in -> parser.next(in, "GET");
                },
                List.of(octets));
        assertNotNull(outcome.refused());
    }

    @Test
    void octetsThatCannotBeginAResponseAreRefusedAtOnce() {
        for (String octets : new String[] {"S", "HTTQ", "\r\n", "\u0000", "HTTP/2", " "}) {
            assertRefused(octets);
        }
    }
}
