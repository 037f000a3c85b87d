// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Some two hundred responses as broken or hostile backends may send them: what is not HTTP is a 502 of which the client sees no octet,
 * and no connection is used again whose end of message is in doubt.
 */
class ResponseVectorsIT {
    private static RawBackend backend;
    private static TestGateway gateway;
    private static volatile String answer = "";

    @BeforeAll
    static void start() throws IOException {
        backend = RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                if (head.contains(" /control ")) {
                    talk.ok("fine");
                    continue;
                }
                talk.send(answer);
                if (head.contains("X-Close: 1")) {
                    return;
                }
            }
        });
        gateway = TestGateway.pool(backend).threads(1).retries(0).start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.assertIdle();
        gateway.close();
        backend.close();
    }

    private static String ask(String request, String octets) throws IOException {
        answer = octets;
        try (RawClient client = RawClient.connect(gateway)) {
            client.send(request);
            client.shutdownOutput();
            return client.readToEnd();
        }
    }

    private static final String CLOSING = "GET / HTTP/1.1\r\nHost: a\r\nX-Close: 1\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Whether the next request gets an answer of its own. */
    private static void assertNotPoisoned(String octets) throws IOException {
        String control = ask("GET /control HTTP/1.1\r\nHost: a\r\n\r\n", octets);
        assertTrue(control.endsWith("\r\n\r\nfine"), () -> octets + " -> " + control);
    }

    private static void badGateway(List<String> vectors) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String octets : vectors) {
            String got = ask(CLOSING, octets);
            boolean ours = got.startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                    && (got.contains("\n502 bad-response: ")
                            || got.contains("\n502 upgrade-refused: ")
                            || got.contains("\n502 backend-reset: "));
            if (!ours || got.contains("evil") || got.indexOf("HTTP/1.1 ", 1) > 0) {
                wrong.add(octets + "\n  -> " + got);
            }
            assertNotPoisoned(octets);
        }
        assertEquals(List.of(), wrong, "of " + vectors.size());
    }

    @Test
    void badStatusLineIsABadGateway() throws IOException {
        List<String> vectors = new ArrayList<>();
        for (String line : new String[] {
            "",
            "evil",
            "HTTP",
            "HTTP/",
            "HTTP/1.1",
            "HTTP/1.1 ",
            "HTTP/1.1 OK",
            "HTTP/1.1 20 OK",
            "HTTP/1.1 2 OK",
            "HTTP/1.1 2000 OK",
            "HTTP/1.1 0200 OK",
            "HTTP/1.1 099 OK",
            "HTTP/1.1 000 OK",
            "HTTP/1.1 600 OK",
            "HTTP/1.1 999 OK",
            "HTTP/1.1 -20 OK",
            "HTTP/1.1 +20 OK",
            "HTTP/1.1 20x OK",
            "HTTP/1.1 x00 OK",
            "HTTP/1.1 2 0 OK",
            "HTTP/1.1  200 OK",
            "HTTP/1.1\t200 OK",
            "HTTP/1.1 200\tOK",
            "HTTP/1.1 200OK",
            "HTTP/1.1200 OK",
            " HTTP/1.1 200 OK",
            "http/1.1 200 OK",
            "Http/1.1 200 OK",
            "HTTP/2 200 OK",
            "HTTP/2.0 200 OK",
            "HTTP/0.9 200 OK",
            "HTTP/11 200 OK",
            "HTTP/1.x 200 OK",
            "HTTP/1.10 200 OK",
            "HTTP/01.1 200 OK",
            "HTTP/1 200 OK",
            "HTTP/1. 200 OK",
            "HTTPS/1.1 200 OK",
            "ICY 200 OK",
            "SSH-2.0-x",
            "HTTP/1.1 200 O\u0000K",
            "HTTP/1.1 200 O\rK",
            "HTTP/1.1 200 O\u007fK",
            "HTTP/1.1 200 O\u0001K",
            "\u0015\u0003\u0001\u0000\u0002",
            "<html>evil</html>",
            "GET / HTTP/1.1",
            "200 OK",
            "\u00ef\u00bb\u00bfHTTP/1.1 200 OK"
        }) {
            vectors.add(line + "\r\nContent-Length: 4\r\n\r\nevil");
        }
        vectors.add("HTTP/1.1 200 OK\nContent-Length: 4\n\nevil");
        vectors.add("HTTP/1.1 200 OK\r\n\nevil");
        vectors.add("HTTP/1.1 200 OK\rContent-Length: 4\r\revil");
        vectors.add("\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        vectors.add("HTTP/1.1 200 OK" + "x".repeat(10_000) + "\r\nContent-Length: 0\r\n\r\n");
        badGateway(vectors);
    }

    @Test
    void badFieldIsABadGateway() throws IOException {
        List<String> vectors = new ArrayList<>();
        for (String lines : new String[] {
            "X : y",
            "X\t: y",
            " X: y",
            "\tX: y",
            ": y",
            "X",
            "X y: z",
            "X: a\r\n b",
            "X: a\r\n\tb",
            "X:\r\n a",
            "X: a\u0000b",
            "X: a\rb",
            "X: a\rSet-Cookie: evil=1",
            "X: a\nSet-Cookie: evil=1",
            "X: a\u0001",
            "X: a\u007f",
            "X\u0000: y",
            "X\u00e9: y",
            "X(: y",
            "X=: y",
            "\"X\": y",
            "X@: y",
            "{X}: y",
            "<X>: y",
            "X/Y: y",
            "X,Y: y",
            "X;Y: y",
            "X[0]: y",
            "X\\: y",
            "X?: y",
            "\u0000",
            "X: \u000b",
            "X: \u001b[31m"
        }) {
            vectors.add("HTTP/1.1 200 OK\r\n" + lines + "\r\nContent-Length: 4\r\n\r\nevil");
            vectors.add("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n" + lines + "\r\n\r\nevil");
        }
        vectors.add("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(300) + "\r\n");
        vectors.add("HTTP/1.1 200 OK\r\nX: " + "y".repeat(70_000) + "\r\n\r\n");
        badGateway(vectors);
    }

    @Test
    void framingInDoubtIsABadGateway() throws IOException {
        List<String> vectors = new ArrayList<>();
        for (String value : new String[] {
            "",
            "-1",
            "+4",
            "4,4",
            "4, 4",
            "4 4",
            "0x4",
            "4.0",
            "4;",
            "four",
            "\"4\"",
            "4a",
            "99999999999999999999",
            "18446744073709551620",
            "4\u00a0",
            "\u00b2",
            "1e1"
        }) {
            vectors.add("HTTP/1.1 200 OK\r\nContent-Length: " + value + "\r\n\r\nevil");
        }
        for (String second : new String[] {"4", "5", "0", "", "x"}) {
            vectors.add("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: " + second + "\r\n\r\nevil");
        }
        for (String coding : new String[] {
            "",
            "gzip",
            "identity",
            "gzip, chunked",
            "chunked, gzip",
            "chunked, chunked",
            "chunked;q=1",
            ",chunked",
            "chunked,",
            "xchunked",
            "chunkedx",
            "\"chunked\"",
            "chunked\u000b",
            "ch unked",
            "chunked\u0000"
        }) {
            vectors.add("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + coding + "\r\n\r\n4\r\nevil\r\n0\r\n\r\n");
        }
        vectors.add("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n4\r\nevil\r\n0\r\n\r\n");
        vectors.add("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n");
        vectors.add(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n");
        vectors.add("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n");
        vectors.add("HTTP/1.1 204 No Content\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
        vectors.add("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n");
        badGateway(vectors);
    }

    @Test
    void switchThatNobodyAskedForAndFloodOfInterimsAreABadGateway() throws IOException {
        badGateway(List.of(
                "HTTP/1.1 101 Switching Protocols\r\n\r\nevil",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nevil",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\nPRI",
                "HTTP/1.0 101 x\r\n\r\n"));
        String got = ask(
                GET, "HTTP/1.1 100 Continue\r\n\r\n".repeat(100) + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        assertTrue(got.contains("HTTP/1.1 502 Bad Gateway\r\n") && !got.contains("evil"), got);
        assertNotPoisoned("");
    }

    @Test
    void headThatIsCutIsABadGateway() throws IOException {
        String good = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX: y\r\n\r\n";
        List<String> vectors = new ArrayList<>();
        for (int i = 1; i < good.length(); i += 3) {
            vectors.add(good.substring(0, i));
        }
        vectors.add("HTTP/1.1 103 Early Hints\r\n");
        badGateway(vectors);
    }

    @Test
    void bodyThatIsCutOrGarbledNeverLooksComplete() throws IOException {
        for (String chunks : new String[] {
            "",
            "4",
            "4\r\n",
            "4\r\nev",
            "4\r\nevil",
            "4\r\nevil\r\n",
            "4\r\nevil\r\n0",
            "4\r\nevil\r\n0\r\n",
            "4\r\nevil\r\n0\r\nX: y\r\n",
            "4\r\nevil!\r\n0\r\n\r\n",
            "4\r\nevil0\r\n\r\n",
            "4\r\nevil\n0\r\n\r\n",
            "x\r\n",
            "-4\r\nevil\r\n0\r\n\r\n",
            "0x4\r\nevil\r\n0\r\n\r\n",
            "4 \r\nevil\r\n0\r\n\r\n",
            " 4\r\nevil\r\n0\r\n\r\n",
            "4\nevil\r\n0\r\n\r\n",
            "fffffffffffffffff\r\nevil\r\n0\r\n\r\n",
            "4\r\nevil\r\n0\r\nX : y\r\n\r\n",
            "4\r\nevil\r\n0\r\nX: a\u0000\r\n\r\n",
            "4\r\nevil\r\n0\n\n",
            "4\r\nevil\r\n0\r\n\n",
            "4;" + "x".repeat(5000) + "\r\nevil\r\n0\r\n\r\n"
        }) {
            String got = ask(CLOSING, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            assertFalse(got.contains("0\r\n\r\n") && got.startsWith("HTTP/1.1 200"), () -> chunks + " -> " + got);
            assertNotPoisoned(chunks);
        }
        for (String body : new String[] {"", "e", "evi"}) {
            String got = ask(CLOSING, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + body);
            assertTrue(got.replace("<reset>", "").endsWith("\r\n\r\n" + body), got);
            assertNotPoisoned(body);
        }
    }

    @Test
    void whatComesBehindAResponseIsNobodysAnswer() throws IOException {
        String evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
        String[][] vectors = {
            {GET, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"},
            {GET, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"},
            {GET, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"},
            {GET, "HTTP/1.1 204 No Content\r\n\r\n"},
            {GET, "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n"},
            {GET, "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n"},
            {GET, "HTTP/1.1 304 Not Modified\r\nContent-Length: 44\r\n\r\n"},
            {GET, "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n"},
            {GET.replace("GET", "HEAD"), "HTTP/1.1 200 OK\r\nContent-Length: 44\r\n\r\n"},
            {GET.replace("GET", "HEAD"), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"},
            {GET.replace("GET", "HEAD"), "HTTP/1.1 404 Not Found\r\n\r\n"},
        };
        for (String[] vector : vectors) {
            for (String more : new String[] {evil, "x", "\r\n", "\u0000", "0\r\n\r\n"}) {
                String got = ask(vector[0], vector[1] + more);
                assertTrue(got.startsWith(vector[1].substring(0, 12)), got);
                assertFalse(got.contains("evil"), got);
                assertNotPoisoned(vector[1] + more);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4", "Transfer-Encoding: chunked"})
    void connectionIsNotUsedAgainAfterA204ThatAnnouncesABody(String announced) throws IOException {
        for (int i = 0; i < 3; i++) {
            int before = backend.accepted();
            String got = ask(GET, "HTTP/1.1 204 No Content\r\n" + announced + "\r\n\r\n");
            assertTrue(got.startsWith("HTTP/1.1 204 ") && got.endsWith("\r\n\r\n"), got);
            assertNotPoisoned(announced);
            assertTrue(backend.accepted() > before, "the body may still come");
        }
    }

    @Test
    void statusesWithoutABodyHaveNoneAndNoLengthThatLies() throws IOException {
        String got = ask(GET, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nX: y\r\n\r\n");
        assertFalse(got.contains("Content-Length") || got.contains("Transfer-Encoding"), got);
        assertTrue(got.endsWith("\r\n\r\n"), got);
        got = ask(GET, "HTTP/1.1 304 Not Modified\r\nContent-Length: 123\r\nETag: \"x\"\r\n\r\n");
        assertTrue(got.contains("\r\nContent-Length: 123\r\n") && got.endsWith("\r\n\r\n"), got);
        got = ask(GET.replace("GET", "HEAD"), "HTTP/1.1 200 OK\r\nContent-Length: 123\r\n\r\n");
        assertTrue(got.contains("\r\nContent-Length: 123\r\n") && got.endsWith("\r\n\r\n"), got);
        got = ask(GET.replace("GET", "HEAD"), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertTrue(got.endsWith("\r\n\r\n") && !got.contains("Content-Length"), got);
    }

    @Test
    void goodResponsesPassWhateverTheyLookLike() throws IOException {
        String[][] vectors = {
            {"HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 \r\n"},
            {"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 \r\n"},
            {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 OK\r\n"},
            {"HTTP/1.9 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 OK\r\n"},
            {"HTTP/1.1 299 F\u00fcr Sie\tx\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 299 F\u00fcr Sie\tx\r\n"},
            {"HTTP/1.1 599 x\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 599 x\r\n"},
            {"HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 205 "},
            {"HTTP/1.1 200 OK\r\nX:y\r\nContent-Length:2\r\n\r\nok", "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 2\r\n"
            },
            {"HTTP/1.1 200 OK\r\ncontent-length: 002\r\n\r\nok", "HTTP/1.1 200 OK\r\n"},
            {
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n"
            },
            {
                "HTTP/1.1 199 x\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 199 x\r\n"
            },
        };
        for (String[] vector : vectors) {
            String got = ask(GET, vector[0]);
            assertTrue(got.startsWith(vector[1]), got);
            assertTrue(got.endsWith("\r\n\r\nok"), got);
            assertNotPoisoned(vector[0]);
        }
        String untilClose = ask(CLOSING, "HTTP/1.1 200 OK\r\n\r\nuntil close");
        assertTrue(untilClose.endsWith("\r\n\r\nb\r\nuntil close\r\n0\r\n\r\n"), untilClose);
        String chunked = ask(
                GET,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n02;x=y\r\nok\r\n0;z\r\nX-Sum: 1\r\nSet-Cookie: a\r\n\r\n");
        assertTrue(chunked.endsWith("\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n"), chunked);
    }
}
