// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.LimitSpec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each head is also cut everywhere; see {@link Feed#everyWay}. */
class RequestParserTest {
    private static final String HOST = "Host: a.test\r\n";

    private static Feed.Outcome outcome(String octets, LimitSpec limits) {
        return Feed.everyWay(() -> new RequestParser(limits)::next, octets);
    }

    private static ParsedRequest parsed(String octets) {
        Feed.Outcome outcome = outcome(octets, LimitSpec.DEFAULT);
        if (!(outcome.value() instanceof ParsedRequest request)) {
            throw new AssertionError("refused: " + outcome + "\n" + octets);
        }
        return request;
    }

    private static Failure refused(String octets) {
        HeadException refusal = outcome(octets, LimitSpec.DEFAULT).refused();
        assertNotNull(refusal, "accepted: " + octets);
        return refusal.failure();
    }

    private static ParsedRequest get(String target, String... lines) {
        return parsed("GET " + target + " HTTP/1.1\r\n" + HOST + String.join("\r\n", lines)
                + (lines.length == 0 ? "" : "\r\n") + "\r\n");
    }

    @Test
    void plainRequestIsRead() {
        ParsedRequest request =
                get("/a%20b?c=d&e", "X-One:1", "x-TWO: \t two words \t", "X-Empty:", "X-Obs: \u00e9\u00ff");
        assertEquals("GET", request.method());
        assertEquals("/a%20b?c=d&e", request.target());
        assertEquals("a.test", request.authority());
        assertFalse(request.http10());
        assertTrue(request.keepAlive());
        assertEquals(Framing.NONE, request.framing());
        assertEquals(5, request.headers().size());
        assertEquals("1", request.headers().value(1));
        assertEquals("x-TWO", request.headers().name(2));
        assertEquals("two words", request.headers().value(2));
        assertEquals("", request.headers().value(3));
        assertEquals("\u00e9\u00ff", request.headers().value(4));
    }

    @Test
    void headersAreNotReadBeyondTheirEnd() {
        Feed.Outcome outcome = outcome("GET / HTTP/1.1\r\n" + HOST + "\r\nGET /2", LimitSpec.DEFAULT);
        assertEquals("GET /2", outcome.rest());
    }

    @Test
    void oneParserReadsRequestAfterRequest() throws Exception {
        RequestParser parser = new RequestParser(LimitSpec.DEFAULT);
        ByteBuf in = Unpooled.copiedBuffer(
                "GET /1 HTTP/1.1\r\n" + HOST + "\r\n\r\nPOST /2 HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\n",
                StandardCharsets.ISO_8859_1);
        ParsedRequest first = parser.next(in);
        ParsedRequest second = parser.next(in);
        assertNotNull(first);
        assertNotNull(second);
        assertEquals("/1", first.target());
        assertEquals("/2", second.target());
        assertEquals(Framing.ofLength(3), second.framing());
        assertFalse(parser.started());
        in.release();
    }

    @Test
    void methodsKeepTheirCase() {
        assertEquals(
                "M-SEARCH", parsed("M-SEARCH / HTTP/1.1\r\n" + HOST + "\r\n").method());
        assertEquals("get", parsed("get / HTTP/1.1\r\n" + HOST + "\r\n").method());
        assertEquals(
                "!#$%&'*+-.^_`|~09",
                parsed("!#$%&'*+-.^_`|~09 / HTTP/1.1\r\n" + HOST + "\r\n").method());
    }

    @Test
    void upToTwoEmptyLinesMayComeFirst() {
        assertEquals("/", parsed("\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n").target());
        assertEquals(Failure.BAD_FRAMING, refused("\r\n\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                " GET / HTTP/1.1",
                "GET / HTTP/1.1 ",
                "GET\t/ HTTP/1.1",
                "GET /\tHTTP/1.1",
                "GET / http/1.1",
                "GET / HTTP/1.",
                "GET / HTTP/1",
                "GET / HTTP/11",
                "GET / HTTP/1.10",
                "GET / HTTP/01.1",
                "GET / HTTP/ 1.1",
                "GET / HTTP/1,1",
                "GET / HTTPS/1.1",
                "GET / XTTP/1.1",
                "GET / HTTP/-1.1",
                "GET / HTTP/A.1",
                "GET / HTTP/1.A",
                "GET /",
                "GET",
                "GET / ",
                "/ HTTP/1.1",
                "GET HTTP/1.1",
                "G(T / HTTP/1.1",
                "G\u00c9T / HTTP/1.1",
                "GET:/ HTTP/1.1",
                "GET /\u00e9 HTTP/1.1",
                "GET /a b HTTP/1.1",
                "GET /a#b HTTP/1.1",
                "GET /\u0000 HTTP/1.1",
                "GET /\u007f HTTP/1.1",
                "GET /\u0001 HTTP/1.1",
                "GET /a\rb HTTP/1.1",
                "GET /\r HTTP/1.1",
                "GET / HTTP/1.1\r",
                "GET \u000b/ HTTP/1.1",
                "GET a HTTP/1.1",
                "GET * HTTP/1.1",
                "GET a.test:80 HTTP/1.1",
                "GET ftp://a.test/ HTTP/1.1",
                "GET http:/a.test/ HTTP/1.1",
                "GET http:// HTTP/1.1",
                "GET http:///x HTTP/1.1",
                "GET http://u@a.test/ HTTP/1.1",
                "GET http://u:p@a.test/ HTTP/1.1",
                "GET http://b.test/ HTTP/1.1",
                "GET http://a.test:8080/ HTTP/1.1",
                "GET http://a.test:99999/ HTTP/1.1",
                "GET http://[::1/ HTTP/1.1",
                "GET http://a.test\\@b.test/ HTTP/1.1",
                "GET http://a.test#/ HTTP/1.1",
                "OPTIONS ** HTTP/1.1",
                "OPTIONS *?x HTTP/1.1",
                "GET ?x HTTP/1.1",
                "HTTP/1.1 200 OK",
                "{\"a\": 1}",
                "\u0016\u0003\u0001\u0002\u0000\u0001"
            })
    void badRequestLineIsRefused(String line) {
        assertEquals(Failure.BAD_FRAMING, refused(line + "\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "0.9", "3.0", "9.9", "0.0"})
    void otherMajorVersionIsRefusedAsSuch(String version) {
        assertEquals(Failure.VERSION_UNSUPPORTED, refused("GET / HTTP/" + version + "\r\n" + HOST + "\r\n"));
    }

    @Test
    void laterMinorVersionIsReadAsTheOneSpokenHere() {
        assertFalse(parsed("GET / HTTP/1.2\r\n" + HOST + "\r\n").http10());
        assertFalse(parsed("GET / HTTP/1.9\r\n" + HOST + "\r\n").http10());
    }

    @Test
    void tunnelForAForwardProxyIsRefusedAsSuch() {
        assertEquals(Failure.METHOD_UNSUPPORTED, refused("CONNECT a.test:80 HTTP/1.1\r\n" + HOST + "\r\n"));
        assertEquals(Failure.BAD_FRAMING, refused("CONNECT a.test HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @Test
    void emptyPortIsTheDefaultOne() {
        assertEquals(
                "a.test:", parsed("GET / HTTP/1.1\r\nHost: a.test:\r\n\r\n").authority());
        assertEquals("a.test:", get("http://a.test:/x").authority());
    }

    @Test
    void absoluteFormGivesItsPathAndItsAuthority() {
        assertEquals("/x?y", get("http://a.test/x?y").target());
        assertEquals("/", get("http://a.test").target());
        assertEquals("/?q", get("http://a.test?q").target());
        assertEquals("/?q=http://b.test/", get("HTTP://A.TEST?q=http://b.test/").target());
        assertEquals("/x", get("https://a.test/x").target());
        assertEquals("//x", get("http://a.test//x").target());
        assertEquals(
                "*",
                parsed("OPTIONS http://a.test HTTP/1.1\r\n" + HOST + "\r\n").target());
        assertEquals(
                "/",
                parsed("OPTIONS http://a.test/ HTTP/1.1\r\n" + HOST + "\r\n").target());
        assertEquals("*", parsed("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n").target());
        assertEquals(
                "b.test:81", parsed("GET http://b.test:81/ HTTP/1.0\r\n\r\n").authority());
        assertEquals(
                "[::1]:8080",
                parsed("GET http://[::1]:8080/ HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n")
                        .authority());
    }

    @Test
    void defaultPortIsNoDisagreementBetweenTargetAndHost() {
        assertEquals("/", get("http://a.test:80/").target());
        assertEquals("/", get("https://a.test:443/").target());
        assertEquals(
                "/",
                parsed("GET http://a.test/ HTTP/1.1\r\nHost: A.test:80\r\n\r\n").target());
        assertEquals(Failure.BAD_FRAMING, refused("GET http://a.test:443/ HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a.test\r\nHost: a.test\r\n",
                "Host: a.test\r\nhost: b.test\r\n",
                "Host: a test\r\n",
                "Host: a,b\r\n",
                "Host: a.test/\r\n",
                "Host: a.test/x\r\n",
                "Host: u@a.test\r\n",
                "Host: a.test:x\r\n",
                "Host: a.test:-1\r\n",
                "Host: a.test:65536\r\n",
                "Host: a:1:2\r\n",
                "Host: [::1\r\n",
                "Host: [::1]x\r\n",
                "Host: [a.test]\r\n",
                "Host: http://a.test\r\n",
                "Host: \u00e9.test\r\n",
                "Host: a?b\r\n",
                "Host: a#b\r\n",
                "Host: a\\b\r\n",
                "Host: :80\r\n",
                "Host : a.test\r\n",
                "Host\t: a.test\r\n"
            })
    void missingOrBadHostIsRefused(String lines) {
        assertEquals(Failure.BAD_FRAMING, refused("GET / HTTP/1.1\r\n" + lines + "\r\n"));
    }

    @Test
    void http10NeedsNoHostButMayNotHaveABadOneAndNobodyAnEmptyOne() {
        ParsedRequest request = parsed("GET / HTTP/1.0\r\n\r\n");
        assertTrue(request.http10());
        assertEquals("", request.authority());
        assertEquals(Failure.BAD_FRAMING, refused("GET / HTTP/1.1\r\nHost:\r\n\r\n"));
        assertEquals(Failure.BAD_FRAMING, refused("GET / HTTP/1.0\r\nHost: \r\n\r\n"));
        assertEquals(Failure.BAD_FRAMING, refused("GET / HTTP/1.0\r\nHost: a b\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X y: 1\r\n", "X : 1\r\n", "X\t: 1\r\n", ": 1\r\n", "X\r\n", " X: 1\r\n", "X: 1\r\n folded\r\n",
                        "X: 1\r\n\tfolded\r\n",
                "X: 1\r\n \r\n", "X: a\rb\r\n", "X: a\r\r\n", "X: a\nb: c\r\n", "X: a\n", "\nX: a\r\n",
                        "X: a\u0000b\r\n", "X\u0000: a\r\n",
                "X: \u0001\r\n", "X: \u007f\r\n", "X: \u000b\r\n", "X(: a\r\n", "\u00e9: a\r\n", "X;: a\r\n",
                        "\"X\": a\r\n", "=: a\r\n",
                "X: a\u001b[0m\r\n", "\r: a\r\n", "X\r: a\r\n", "X:\ra\r\n", "X: a\u0008\r\n"
            })
    void badFieldLineIsRefused(String lines) {
        assertEquals(Failure.BAD_FRAMING, refused("GET / HTTP/1.1\r\n" + HOST + lines + "\r\n"));
        assertEquals(Failure.BAD_FRAMING, refused("GET / HTTP/1.1\r\n" + lines + HOST + "\r\n"));
    }

    @Test
    void bareLineFeedsAreRefused() {
        assertEquals(Failure.BAD_FRAMING, refused("GET / HTTP/1.1\nHost: a.test\n\n"));
        assertEquals(Failure.BAD_FRAMING, refused("GET / HTTP/1.1\r\n" + HOST + "\n"));
        assertEquals(Failure.BAD_FRAMING, refused("\nGET / HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+1",
                "-1",
                "1 2",
                "1,1",
                "1, 1",
                "0x1",
                "1.0",
                "1e3",
                "\u00b2",
                "a",
                "1;",
                "1234567890123456789",
                "99999999999999999999",
                "18446744073709551617",
                "1\u00a0",
                "\"1\"",
                "1_0"
            })
    void badContentLengthIsRefused(String value) {
        String head = "POST / HTTP/1.1\r\n" + HOST + "Content-Length: " + value + "\r\n\r\n";
        assertEquals(Failure.BAD_FRAMING, refused(head));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1\r\nContent-Length: 1\r\n",
                "Content-Length: 1\r\ncontent-length: 2\r\n",
                "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: chunked, gzip\r\n",
                "Transfer-Encoding: gzip\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: identity, chunked\r\n",
                "Transfer-Encoding:\r\n",
                "Transfer-Encoding: ,chunked\r\n",
                "Transfer-Encoding: chunked,\r\n",
                "Transfer-Encoding: \"chunked\"\r\n",
                "Transfer-Encoding: chunked;q=1\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked\u000b\r\n",
                "Transfer-Encoding: ch\u00fcnked\r\n",
                "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding\u0000: chunked\r\n",
                "Transfer-Encoding : chunked\r\n"
            })
    void ambiguousFramingIsRefused(String lines) {
        assertEquals(Failure.BAD_FRAMING, refused("POST / HTTP/1.1\r\n" + HOST + lines + "\r\n"));
    }

    @Test
    void transferEncodingInHttp10IsRefused() {
        assertEquals(Failure.BAD_FRAMING, refused("POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"));
    }

    @Test
    void framingIsRead() {
        assertEquals(Framing.CHUNKED, get("/", "Transfer-Encoding: chunked").framing());
        assertEquals(Framing.CHUNKED, get("/", "transfer-encoding:\tCHUNKED ").framing());
        assertEquals(Framing.ofLength(12), get("/", "Content-Length: 12 ").framing());
        assertEquals(Framing.ofLength(12), get("/", "Content-Length: 0012").framing());
        assertEquals(Framing.NONE, get("/", "Content-Length: 0").framing());
        assertEquals(
                Framing.ofLength(999999999999999999L),
                get("/", "Content-Length: 999999999999999999").framing());
    }

    @Test
    void connectionIsKeptUnlessSomebodySaysClose() {
        assertFalse(get("/", "Connection: close").keepAlive());
        assertFalse(get("/", "Connection: x, CLOSE").keepAlive());
        assertFalse(get("/", "Connection: x", "Connection: close").keepAlive());
        assertTrue(get("/", "Connection: closed").keepAlive());
        assertFalse(parsed("GET / HTTP/1.0\r\n\r\n").keepAlive());
        assertTrue(parsed("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keepAlive());
        assertFalse(parsed("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n")
                .keepAlive());
    }

    @Test
    void octetsThatCannotBeginARequestAreRefusedAtOnce() {
        for (String octets : new String[] {"\u0016", "\u0000", "{", " ", "\u00ff", "\r\nG{"}) {
            Feed.Outcome outcome = outcome(octets, LimitSpec.DEFAULT);
            boolean begins = octets.equals("\r\nG{");
            assertEquals(begins, outcome.refused() == null, octets);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\r\n",
                "GET / HTTP/1.1x\r\n",
                "G(T / HTTP/1.1\r\nHost: a.test",
                "GET / HTTP/1.1\rHost: a.test\r\r",
                "GET / HTTP/1.1\r\nHost: a.test\rX",
                "GET / HTTP/1.1\r\nHost: a.test\r\n\rX"
            })
    void headThatCannotBecomeGoodIsRefusedBeforeItsEnd(String octets) {
        assertEquals(Failure.BAD_FRAMING, refused(octets));
    }

    @Test
    void otherVersionIsRefusedBeforeTheEndOfItsHead() {
        assertEquals(Failure.VERSION_UNSUPPORTED, refused("GET / HTTP/2.0\r\n"));
        assertEquals(Failure.VERSION_UNSUPPORTED, refused("GET / HTTP/2.0\r\nHost: a\n\n"));
    }
}
