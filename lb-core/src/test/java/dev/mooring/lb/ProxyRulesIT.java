// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.Trio;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9110 and 9112 ask of an intermediary, rule by rule; {@link FieldsIT} and {@link InterimIT} have the others. */
class ProxyRulesIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static List<String> named(String head, String name) {
        return Arrays.stream(head.split("\r\n"))
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONS, 1, 0",
        "OPTIONS, 5, 4",
        "TRACE, 1, 0",
        "TRACE, 10, 9",
        "TRACE, 007, 6",
        "OPTIONS, 100000000000000000000, 99999999999999999999"
    })
    void maxForwardsIsCountedDown(String method, String before, String after) throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            trio.client()
                    .send(method + " / HTTP/1.1\r\nHost: a\r\nmax-forwards: " + before + "\r\n\r\n")
                    .readHead();
            assertEquals(List.of("Max-Forwards: " + after), named(trio.lastHead(), "Max-Forwards"));
        }
    }

    @Test
    void maxForwardsOfOtherMethodsMeansNothing() throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            for (String value : new String[] {"0", "5", "x"}) {
                trio.client().get("/", "Max-Forwards: " + value).readResponse();
                assertEquals(List.of("Max-Forwards: " + value), named(trio.lastHead(), "Max-Forwards"));
            }
            trio.client().send("OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            assertEquals(List.of(), named(trio.lastHead(), "Max-Forwards"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "1, 1", "+1", "1\r\nMax-Forwards: 1"})
    void brokenMaxForwardsIsRefused(String value) throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            trio.client().send("TRACE / HTTP/1.1\r\nHost: a\r\nMax-Forwards: " + value + "\r\n\r\n");
            assertTrue(trio.client().readToEnd().startsWith("HTTP/1.1 400 "));
            assertEquals(0, trio.backend().accepted());
        }
    }

    @Test
    void traceThatMayGoNoFurtherIsEchoedWithoutItsSecrets() throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            for (int i = 0; i < 2; i++) {
                trio.client()
                        .send(
                                "TRACE /x?y HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\nX: 1\r\nCookie: s=1\r\nAuthorization: Basic x\r\nProxy-Authorization: x\r\n\r\n");
                String response = trio.client().readResponse();
                assertTrue(response.startsWith("HTTP/1.1 200 OK\r\nContent-Type: message/http\r\n"), response);
                assertTrue(
                        response.endsWith("\r\n\r\nTRACE /x?y HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\nX: 1\r\n\r\n"),
                        response);
            }
            assertEquals(0, trio.backend().accepted());
            assertEquals(200, trio.gateway().record().status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "*"})
    void optionsThatMayGoNoFurtherIsAnsweredHere(String target) throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            trio.client().send("OPTIONS " + target + " HTTP/1.1\r\nHost: a\r\nMax-Forwards: 00\r\n\r\n");
            String response = trio.client().readResponse();
            assertTrue(response.startsWith("HTTP/1.1 200 OK\r\nAllow: GET, "), response);
            assertEquals(0, trio.backend().accepted());
        }
    }

    @Test
    void requestThatGoesInCirclesIsStopped() throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            trio.client()
                    .get("/", "Via: " + "1.1 mooring, ".repeat(15) + "1.1 x")
                    .readResponse();
            assertEquals(1, trio.backend().accepted());
            trio.client().get("/", "Via: " + "1.1 mooring, ".repeat(8), "Via: " + "1.1 mooring,".repeat(8));
            String response = trio.client().readToEnd();
            assertTrue(response.startsWith("HTTP/1.1 508 Loop Detected\r\n"), response);
            assertEquals(Failure.FORWARDING_LOOP, trio.gateway().record(2).failure());
            assertEquals(1, trio.backend().heads().size());
        }
    }

    @Test
    void everyFieldThatConnectionNamesGoesNoFurtherEitherWay() throws Exception {
        String[] names = {
            "X-One",
            "Cookie",
            "Set-Cookie",
            "Via",
            "Date",
            "Cache-Control",
            "Expires",
            "ETag",
            "Server",
            "Accept",
            "Content-Type",
            "Content-Encoding",
            "Trailer",
            "Range",
            "Link",
            "X_y",
            "!#$%&'*+-.^_`|~"
        };
        for (String name : names) {
            String option = name.toUpperCase(Locale.ROOT);
            String lines =
                    "Connection: a, " + option + " ,b\r\n" + name + ": hop1\r\nX-Kept: 1\r\n" + name + ": hop2\r\n";
            try (Trio trio = Trio.answering("HTTP/1.1 103 Early Hints\r\n" + lines
                    + "\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + lines + "\r\nok")) {
                trio.client().send("GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n");
                String hints = trio.client().readHead();
                String response = trio.client().readResponse();
                for (String head : new String[] {hints, response, trio.lastHead()}) {
                    assertFalse(head.contains("hop1") || head.contains("hop2"), head);
                    assertTrue(head.contains("\r\nX-Kept: 1\r\n"), head);
                    assertEquals(List.of(), named(head, "Connection"), head);
                    assertEquals(List.of("Via: 1.1 mooring"), named(head, "Via"), head);
                }
                assertEquals(1, named(response, "Date").size(), response);
            }
        }
    }

    @Test
    void fieldsOfOneHopGoNoFurtherEvenIfConnectionDoesNotNameThem() throws Exception {
        String[] names = {
            "Keep-Alive",
            "Proxy-Connection",
            "Upgrade",
            "TE",
            "HTTP2-Settings",
            "Close",
            "Proxy-Authorization",
            "Proxy-Authenticate"
        };
        for (String name : names) {
            String line = name + ": hop\r\n";
            try (Trio trio = Trio.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + line + "\r\nok")) {
                String response = trio.client().get("/", line.strip()).readResponse();
                assertEquals(List.of(), named(response, name));
                assertEquals(List.of(), named(trio.lastHead(), name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "H2C", "h2", "HTTP/2.0", "TLS/1.0", "websocket", "x", "h2c, h2"})
    void upgradeThatIsNotOneGoesNoFurther(String protocol) throws Exception {
        String[][] requests = {
            {"HTTP/1.1", "Upgrade: " + protocol},
            {"HTTP/1.0", "Upgrade: " + protocol + "\r\nConnection: upgrade"},
            {"HTTP/1.1", "Upgrade: " + protocol + "\r\nConnection: x-upgrade, upgrades"},
        };
        for (String[] request : requests) {
            try (Trio trio = Trio.answering(OK)) {
                trio.client()
                        .send("GET / " + request[0] + "\r\nHost: a\r\n" + request[1] + "\r\nHTTP2-Settings: x\r\n\r\n")
                        .readHead();
                assertFalse(trio.lastHead().toLowerCase(Locale.ROOT).contains("upgrade:"), trio.lastHead());
                assertFalse(
                        trio.lastHead().contains("Connection")
                                || trio.lastHead().contains("HTTP2"),
                        trio.lastHead());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "H2C", "h2", "HTTP/2.0", "http/1.1", "TLS/1.0", "h2c, HTTP/2.0", ""})
    void upgradeOfTheHopItselfIsIgnored(String protocol) throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            trio.client()
                    .get(
                            "/",
                            "Connection: Upgrade, HTTP2-Settings",
                            "Upgrade: " + protocol,
                            "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA");
            assertTrue(trio.client().readResponse().startsWith("HTTP/1.1 200 OK\r\n"));
            assertFalse(trio.lastHead().contains("pgrade") || trio.lastHead().contains("HTTP2"), trio.lastHead());
        }
    }

    @Test
    void messageOfHttp10IsForwardedAs11AndItsConnectionIsNotKept() throws Exception {
        for (String option :
                new String[] {"", "Connection: keep-alive\r\n", "Connection: Keep-Alive\r\nKeep-Alive: timeout=5\r\n"
                }) {
            try (Trio trio = Trio.answering("HTTP/1.0 200 OK\r\n" + option + "Content-Length: 2\r\n\r\nok")) {
                trio.client().send("GET / HTTP/1.0\r\n" + option + "\r\n");
                String response = trio.client().readToEnd();
                assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n"), response);
                assertTrue(
                        response.contains("\r\nVia: 1.0 mooring\r\n") && response.contains("\r\nConnection: close\r\n"),
                        response);
                assertTrue(response.endsWith("\r\n\r\nok"), response);
                assertTrue(trio.lastHead().startsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:")
                        || trio.lastHead().contains("\r\nHost: 127.0.0.1:"));
                assertTrue(trio.lastHead().contains("\r\nVia: 1.0 mooring\r\n"), trio.lastHead());
                assertFalse(trio.lastHead().contains("live"), trio.lastHead());
            }
        }
    }

    @Test
    void trailersThatWouldMeanSomethingElsewhereAreDroppedBothWays() throws Exception {
        String bad = String.join(
                "\r\n",
                "Content-Length: 3",
                "Transfer-Encoding: x",
                "Host: b",
                "Cookie: a",
                "Set-Cookie: a",
                "Authorization: a",
                "Content-Type: a",
                "Content-Encoding: a",
                "Content-Range: a",
                "Trailer: a",
                "TE: a",
                "Expect: a",
                "Max-Forwards: 1",
                "Forwarded: a",
                "X-Forwarded-For: 1.1.1.1",
                "Via: 1.1 x",
                "Connection: X-Hop",
                "X-Hop: 1",
                "Upgrade: x",
                "Keep-Alive: x",
                "Cache-Control: x",
                "Location: x",
                "Proxy-Authorization: x",
                "Proxy-Authenticate: x",
                "Pragma: x",
                "Range: bytes=0-1",
                "If-Match: x",
                "If-None-Match: x",
                "If-Modified-Since: x",
                "If-Unmodified-Since: x",
                "If-Range: x",
                "Age: 1",
                "Date: x",
                "Expires: x",
                "Retry-After: 1",
                "Vary: x",
                "Warning: x",
                "WWW-Authenticate: x",
                "");
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            String body = talk.readChunked();
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + bad + "X-Seen: "
                    + body.strip().replace("\r\n", "|") + "\r\n\r\n");
        })) {
            trio.client()
                    .send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + bad
                            + "X-Sum: 1\r\n\r\n")
                    .readHead();
            assertEquals("X-Seen: X-Sum: 1\r\n", trio.client().readChunked());
        }
    }

    @Test
    void connectionOfTheHeadNamesTrailersTooEitherWay() throws Exception {
        String connection = "Connection: x-hop, close\r\nConnection: ETag\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunks = "0\r\nX-Hop: 1\r\nX-Sum: 1\r\nEtag: 1\r\n\r\n";
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            assertEquals("X-Sum: 1\r\n", talk.readChunked());
            talk.send("HTTP/1.1 200 OK\r\n" + connection + chunks);
        })) {
            trio.client()
                    .send("POST / HTTP/1.1\r\nHost: a\r\n" + connection + chunks)
                    .readHead();
            assertEquals("X-Sum: 1\r\n", trio.client().readChunked());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "100-Continue", "100-CONTINUE"})
    void expectationPassesToABackendWithoutCase(String value) throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 100 Continue\r\n\r\n");
            talk.ok(talk.read(2));
        })) {
            trio.client()
                    .send("POST / HTTP/1.1\r\nHost: a\r\nExpect: " + value + "\r\nContent-Length: 2\r\n\r\n")
                    .readHead();
            trio.client().send("ok");
            assertTrue(trio.client().readResponse().endsWith("ok"));
        }
    }

    @Test
    void cookieNamesAreComparedExactly() throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            String response = trio.client()
                    .get("/", "Cookie: a=b; c=\"d\"; e", "Cookie: f=g")
                    .readResponse();
            assertEquals(List.of(), named(response, "Set-Cookie"));
            assertEquals(List.of("Cookie: a=b; c=\"d\"; e", "Cookie: f=g"), named(trio.lastHead(), "Cookie"));
        }
    }

    @Test
    void lengthSurvivesAConnectionThatNamesIt() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            String head = talk.readHead();
            talk.send("HTTP/1.1 200 OK\r\nConnection: Content-Length\r\nContent-Length: 2\r\n\r\n"
                    + talk.read(RawClient.contentLength(head)));
        })) {
            trio.client()
                    .send(
                            "POST / HTTP/1.1\r\nHost: a\r\nConnection: content-length, host\r\nContent-Length: 2\r\n\r\nok");
            assertTrue(trio.client().readResponse().endsWith("\r\n\r\nok"));
            assertEquals(List.of("Host: a"), named(trio.lastHead(), "Host"));
        }
    }
}
