// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Some eight hundred requests as strangers may send them: what is refused never reaches the backend and ends its connection; what
 * is let in reaches it as exactly one request, written as it was understood.
 */
class RequestVectorsIT {
    private static final String HOST = "Host: a.test\r\n";
    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: a.test\r\n\r\n";

    private static Seen seen;

    @BeforeAll
    static void start() throws IOException {
        seen = new Seen();
    }

    @AfterAll
    static void stop() throws IOException {
        seen.gateway().assertIdle();
        seen.close();
    }

    private static void refused(int status, List<String> vectors) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String octets : vectors) {
            Seen.Outcome outcome = seen.send(octets);
            boolean closed = outcome.got().startsWith("HTTP/1.1 " + status + " ")
                    && outcome.got().contains("\r\nConnection: close\r\n")
                    && !outcome.got().contains("200 OK");
            if (!closed || !outcome.seen().isEmpty()) {
                wrong.add(shown(octets) + "\n   -> " + shown(outcome.toString()));
            }
        }
        assertEquals(List.of(), wrong, "of " + vectors.size());
    }

    private static String shown(String octets) {
        return octets.replace("\r", "\\r").replace("\n", "\\n").replace("\u0000", "\\0");
    }

    /** Lets each in, and checks that the backend saw one request that begins with this line and holds these octets. */
    private static void passed(String line, String holds, String octets) throws IOException {
        Seen.Outcome outcome = seen.send(octets);
        assertEquals(1, outcome.seen().size(), () -> shown(octets + " -> " + outcome));
        String request = outcome.seen().get(0);
        assertTrue(request.startsWith(line + "\r\n"), () -> shown(octets + " -> " + request));
        assertTrue(request.contains(holds), () -> shown(octets + " -> " + request));
        assertTrue(outcome.got().startsWith("HTTP/1.1 200 OK\r\n"), outcome.got());
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n";
    }

    private static String post(String lines, String body) {
        return "POST / HTTP/1.1\r\n" + HOST + lines + "\r\n" + body;
    }

    @Test
    void controlOctetAnywhereInAHeadIsRefused() throws IOException {
        List<String> vectors = new ArrayList<>();
        for (char c = 0; c < 0x20; c++) {
            vectors.add("GET /" + c + "x HTTP/1.1\r\n" + HOST + "\r\n");
            vectors.add("GE" + c + "T / HTTP/1.1\r\n" + HOST + "\r\n");
            vectors.add("GET / HTTP/1." + c + "1\r\n" + HOST + "\r\n");
            vectors.add("GET / HTTP/1.1\r\n" + HOST + "X" + c + "Y: 1\r\n\r\n");
            vectors.add("GET / HTTP/1.1\r\n" + HOST + c + "X: 1\r\n\r\n");
            vectors.add("GET / HTTP/1.1\r\n" + HOST + "X" + c + ": 1\r\n\r\n");
            vectors.add("GET / HTTP/1.1\r\nHost: a" + c + "b\r\n\r\n");
            if (c != '\t') {
                vectors.add("GET / HTTP/1.1\r\n" + HOST + "X: a" + c + "b\r\n\r\n");
                vectors.add("GET / HTTP/1.1\r\n" + HOST + "X: a" + c + "\r\n\r\n");
                vectors.add("GET / HTTP/1.1\r\n" + HOST + "X:" + c + "a\r\n\r\n");
            }
        }
        for (String c : new String[] {"\u007f", "\u0080", "\u00a0", "\u00ff"}) {
            vectors.add("GET /" + c + " HTTP/1.1\r\n" + HOST + "\r\n");
            vectors.add("G" + c + " / HTTP/1.1\r\n" + HOST + "\r\n");
            vectors.add("GET / HTTP/1.1\r\n" + HOST + "X" + c + ": 1\r\n\r\n");
            vectors.add("GET / HTTP/1.1\r\nHost: a" + c + "\r\n\r\n");
        }
        vectors.removeIf(octets -> octets.startsWith("GE\rT") || octets.contains("GE\nT"));
        refused(400, vectors);
    }

    @Test
    void separatorInANameOrAMethodIsRefused() throws IOException {
        List<String> vectors = new ArrayList<>();
        for (char c : "(),/:;<=>?@[\\]{}\" ".toCharArray()) {
            vectors.add("GE" + c + "T / HTTP/1.1\r\n" + HOST + "\r\n");
            if (c != ':') {
                vectors.add("GET / HTTP/1.1\r\n" + HOST + "X" + c + "Y: 1\r\n\r\n");
                vectors.add("GET / HTTP/1.1\r\n" + HOST + "X" + c + ": 1\r\n\r\n");
                vectors.add("GET / HTTP/1.1\r\n" + HOST + c + "X: 1\r\n\r\n");
                vectors.add("POST / HTTP/1.1\r\n" + HOST + "Content-Length" + c + ": 5\r\n\r\nhello");
                vectors.add("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding" + c + ": chunked\r\n\r\n0\r\n\r\n");
            }
        }
        vectors.add("GET / HTTP/1.1\r\n" + HOST + ": 1\r\n\r\n");
        vectors.add("GET / HTTP/1.1\r\n" + HOST + "X\r\n\r\n");
        vectors.add("GET / HTTP/1.1\r\n" + HOST + "GET /x HTTP/1.1\r\n\r\n");
        refused(400, vectors);
    }

    @Test
    void lineThatEndsOtherwiseThanInCrLfIsRefused() throws IOException {
        List<String> vectors = new ArrayList<>();
        String good = "POST / HTTP/1.1\r\nHost: a.test\r\nX: y\r\nContent-Length: 5\r\n\r\n";
        for (int at = good.indexOf("\r\n"); at >= 0; at = good.indexOf("\r\n", at + 1)) {
            for (String end : new String[] {"\n", "\r", "\r\r\n", "\n\r\n", "\r\n\r", " \n", "\u0000\r\n"}) {
                String octets = good.substring(0, at) + end + good.substring(at + 2);
                boolean cutHead = octets.endsWith("\r\n\r") || !octets.contains("\r\n\r\n");
                boolean endsEarly = octets.contains("\n\r\n\r\n") && end.equals("\n\r\n");
                if (!cutHead && !endsEarly) {
                    vectors.add(octets + "hello" + NEXT);
                }
            }
        }
        vectors.add("\n" + NEXT);
        vectors.add("\r\n\n" + NEXT);
        vectors.add("\r\n\r\n\r\n" + NEXT);
        vectors.add(" \r\n" + NEXT);
        refused(400, vectors);
    }

    @Test
    void foldedFieldIsRefused() throws IOException {
        List<String> vectors = new ArrayList<>();
        for (String fold : new String[] {" ", "\t", "  ", " \t "}) {
            vectors.add("GET / HTTP/1.1\r\n" + fold + HOST + "\r\n");
            vectors.add("GET / HTTP/1.1\r\n" + HOST + "X: a\r\n" + fold + "b\r\n\r\n");
            vectors.add("GET / HTTP/1.1\r\n" + HOST + "X:\r\n" + fold + "b\r\n\r\n");
            vectors.add("GET / HTTP/1.1\r\n" + HOST + "X: a\r\n" + fold + "\r\n\r\n");
            vectors.add(post("Transfer-Encoding:\r\n" + fold + "chunked\r\n", "0\r\n\r\n"));
            vectors.add(post("Content-Length:\r\n" + fold + "5\r\n", "hello"));
            vectors.add(post("Content-Length: 5\r\n" + fold + "0\r\n", "hello"));
            vectors.add("GET / HTTP/1.1\r\nHost: a.test\r\n" + fold + "b.test\r\n\r\n");
        }
        refused(400, vectors);
    }

    @Test
    void lengthThatIsNoNumberOrNotTheOnlyOneIsRefused() throws IOException {
        List<String> vectors = new ArrayList<>();
        String[] bad = {
            "",
            "+5",
            "-5",
            "-0",
            "0x5",
            "0X5",
            "5.0",
            "5,5",
            "5, 5",
            "5;5",
            "5 5",
            "5\t5",
            "\"5\"",
            "'5'",
            "5a",
            "a5",
            "5e0",
            "1_0",
            "5\u00a0",
            "\u00a05",
            "\u00b2",
            "\u0663",
            "NaN",
            "Infinity",
            "null",
            "99999999999999999999",
            "18446744073709551616",
            "18446744073709551621",
            "9223372036854775808",
            "4294967301xx",
            "000000000000000000005",
            "5\u000b",
            "\u000c5",
            "%35",
            "5%",
            "()5",
            "5/*",
            "chunked",
            "5\\r\\n"
        };
        for (String value : bad) {
            vectors.add(post("Content-Length: " + value + "\r\n", "hello" + NEXT));
            vectors.add("GET / HTTP/1.1\r\n" + HOST + "Content-Length: " + value + "\r\n\r\nhello" + NEXT);
        }
        String[] pairs = {"5|5", "5|6", "0|5", "5|0", "5|", "|5", "5|x", "5|05"};
        for (String pair : pairs) {
            String first = pair.substring(0, pair.indexOf('|'));
            String second = pair.substring(pair.indexOf('|') + 1);
            vectors.add(post("Content-Length: " + first + "\r\nContent-Length: " + second + "\r\n", "hello" + NEXT));
            vectors.add(
                    post("Content-Length: " + first + "\r\nX: y\r\ncontent-LENGTH:" + second + "\r\n", "hello" + NEXT));
        }
        refused(400, vectors);
    }

    @Test
    void transferCodingOtherThanOneFinalChunkedIsRefused() throws IOException {
        String chunks = "5\r\nhello\r\n0\r\n\r\n" + NEXT;
        String[] bad = {
            "",
            "identity",
            "gzip",
            "deflate",
            "compress",
            "x-gzip",
            "trailers",
            "gzip, chunked",
            "chunked, gzip",
            "chunked, identity",
            "identity, chunked",
            "chunked, chunked",
            "chunked,",
            ",chunked",
            ", chunked",
            "chunked;q=1",
            "chunked; ext",
            "\"chunked\"",
            "'chunked'",
            "xchunked",
            "chunkedx",
            "chunked x",
            "x chunked",
            "ch unked",
            "chunke",
            "chun\u212aed",
            "chunked\u00a0",
            "\u00a0chunked",
            "chunked\u000b",
            "\u000bchunked",
            "chunked\u000c",
            "chunked\u007f",
            "chunked\u0000",
            "5",
            "cow",
            "chunked/1.0",
            "chunked=",
            "[chunked]",
            "CHUNKED;",
            "chunked\u0085",
            "chunked\u001f"
        };
        List<String> vectors = new ArrayList<>();
        for (String value : bad) {
            vectors.add(post("Transfer-Encoding: " + value + "\r\n", chunks));
            vectors.add(post("Content-Length: 5\r\nTransfer-Encoding: " + value + "\r\n", chunks));
            vectors.add(post("Transfer-Encoding: " + value + "\r\nTransfer-Encoding: chunked\r\n", chunks));
        }
        for (String name :
                new String[] {"Transfer-Encoding", "transfer-encoding", "TRANSFER-ENCODING", "tRaNsFeR-eNcOdInG"}) {
            for (String value : new String[] {"chunked", "CHUNKED", "Chunked", " chunked", "chunked ", "\tchunked\t"}) {
                vectors.add(post("Content-Length: 5\r\n" + name + ":" + value + "\r\n", chunks));
                vectors.add(post(name + ":" + value + "\r\nContent-Length: 0\r\n", chunks));
                vectors.add("POST / HTTP/1.0\r\n" + HOST + name + ":" + value + "\r\n\r\n" + chunks);
                vectors.add(post(name + ":" + value + "\r\nX: y\r\n" + name + ":" + value + "\r\n", chunks));
                vectors.add("POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\n" + name + ":" + value
                        + "\r\n\r\n" + chunks);
            }
        }
        refused(400, vectors);
    }

    @Test
    void garbledChunkIsRefusedAndTheBackendNeverSeesTheEndOfARequest() throws IOException {
        String[] bodies = {
            "hello",
            "\r\n",
            "-5\r\nhello\r\n0\r\n\r\n",
            "+5\r\nhello\r\n0\r\n\r\n",
            "0x5\r\nhello\r\n0\r\n\r\n",
            " 5\r\nhello\r\n0\r\n\r\n",
            "\t5\r\nhello\r\n0\r\n\r\n",
            "5 \r\nhello\r\n0\r\n\r\n",
            "5\t\r\nhello\r\n0\r\n\r\n",
            "5\nhello\r\n0\r\n\r\n",
            "5\rhello\r\n0\r\n\r\n",
            "5\r\nhello\n0\r\n\r\n",
            "5\r\nhello0\r\n\r\n",
            "5\r\nhello\r0\r\n\r\n",
            "5\r\nhello!\r\n0\r\n\r\n",
            "5\r\nhell\r\n0\r\n\r\n",
            "g\r\nhello\r\n0\r\n\r\n",
            "5g\r\nhello\r\n0\r\n\r\n",
            "5,\r\nhello\r\n0\r\n\r\n",
            "5.0\r\nhello\r\n0\r\n\r\n",
            "\r\n5\r\nhello\r\n0\r\n\r\n",
            "5\r\nhello\r\n\r\n0\r\n\r\n",
            "5\r\nhello\r\n;\r\n\r\n",
            ";x\r\nhello\r\n0\r\n\r\n",
            "5;a\nb\r\nhello\r\n0\r\n\r\n",
            "5;a\rb\r\nhello\r\n0\r\n\r\n",
            "5;\u0000\r\nhello\r\n0\r\n\r\n",
            "5;\u007f\r\nhello\r\n0\r\n\r\n",
            "5 5\r\nhello\r\n0\r\n\r\n",
            "5 x\r\nhello\r\n0\r\n\r\n",
            "1000000000000000\r\nhello\r\n0\r\n\r\n",
            "fffffffffffffffff\r\nhello\r\n0\r\n\r\n",
            "10000000000000005\r\nhello\r\n0\r\n\r\n",
            "0".repeat(100) + "5\r\nhello\r\n0\r\n\r\n",
            "5;" + "x".repeat(5000) + "\r\nhello\r\n0\r\n\r\n",
            "5\r\nhello\r\n0\r\nX : y\r\n\r\n",
            "5\r\nhello\r\n0\r\n X: y\r\n\r\n",
            "5\r\nhello\r\n0\r\nX\r\n\r\n",
            "5\r\nhello\r\n0\r\nX: a\u0000\r\n\r\n",
            "5\r\nhello\r\n0\r\nX: a\rb\r\n\r\n",
            "5\r\nhello\r\n0\r\nX: a\n\r\n",
            "5\r\nhello\r\n0\n\r\n",
            "5\r\nhello\r\n0\r\n\n",
            "5\r\nhello\r\n0\r\nX: a\r\n b\r\n\r\n",
            "5\r\nhello\r\n0\r\n" + "X: y\r\n".repeat(100) + "\r\n",
            "5\r\nhello\r\n0\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
            ("1;" + "x".repeat(2000) + "\r\na\r\n").repeat(40) + "0\r\n\r\n",
            "\u00ff\r\nhello\r\n0\r\n\r\n",
            "\uff15\r\nhello\r\n0\r\n\r\n"
        };
        List<String> wrong = new ArrayList<>();
        for (String body : bodies) {
            Seen.Outcome outcome = seen.send(post("Transfer-Encoding: chunked\r\n", body + NEXT));
            if (!outcome.got().startsWith("HTTP/1.1 400 ")
                    || !outcome.seen().isEmpty()
                    || outcome.got().contains("200 OK")) {
                wrong.add(shown(body.substring(0, Math.min(60, body.length())) + " -> " + outcome));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void chunksAreUnderstoodAndWrittenAnew() throws IOException {
        String[][] vectors = {
            {"5\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"},
            {"05\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"},
            {"0000000000000000000000005\r\nhello\r\n000\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"},
            {"5;x\r\nhello\r\n0;y=z\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"},
            {"5 ; x = \"y\"\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"},
            {"5;\u00e9\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"},
            {"A\r\n0123456789\r\n0\r\n\r\n", "A\r\n0123456789\r\n0\r\n\r\n"},
            {"0\r\n\r\n", "0\r\n\r\n"},
            {"2\r\n\r\n\r\n1\r\n0\r\n0\r\n\r\n", "2\r\n\r\n\r\n1\r\n0\r\n0\r\n\r\n"},
            {"5\r\nhello\r\n0\r\nX-Sum: 1\r\nx-b:2\r\n\r\n", "5\r\nhello\r\n0\r\nX-Sum: 1\r\nx-b: 2\r\n\r\n"},
            {
                "0\r\nHost: b\r\nContent-Length: 9\r\nTransfer-Encoding: x\r\nCookie: a\r\nX-Forwarded-For: 1.1.1.1\r\nVia: x\r\n\r\n",
                "0\r\n\r\n"
            },
        };
        for (String[] vector : vectors) {
            passed("POST / HTTP/1.1", "\r\n\r\n" + vector[1], post("Transfer-Encoding: chunked\r\n", vector[0]));
        }
    }

    @Test
    void badHostIsRefused() throws IOException {
        String[] bad = {
            "",
            "  ",
            "a b",
            "a\tb",
            "a,b",
            "a, b",
            "a/b",
            "/",
            "a/",
            "a?b",
            "a#b",
            "a\\b",
            "u@a",
            "u:p@a",
            "@a",
            "a@",
            "a:b",
            "a:-1",
            "a:+80",
            "a:80:80",
            "a::80",
            "a:65536",
            "a:99999999999",
            "a:8 0",
            "a:0x50",
            ":80",
            ":",
            "[::1",
            "::1]",
            "[::1]x",
            "[::1]:x",
            "[::1]:-1",
            "[::1]:65536",
            "[]",
            "[]:80",
            "[a.test]",
            "[1.2.3.4]",
            "[::1%25eth0]",
            "[::1%eth0]",
            "[::g]",
            "[:::1]",
            "[1:2:3:4:5:6:7]",
            "[1:2:3:4:5:6:7:8:9]",
            "::1",
            "http://a",
            "//a",
            "a;b",
            "a=b",
            "<a>",
            "a\"b",
            "a'b",
            "a`b",
            "a{b}",
            "a|b",
            "a^b",
            "a%",
            "a%zz",
            "a%00",
            "a%0d%0aX: y",
            "a(b)",
            "a!b",
            "a$b",
            "a&b",
            "a*b",
            "*",
            "a+b",
            "\u00e9.test",
            "a.test\u0000",
            "a".repeat(300)
        };
        List<String> vectors = new ArrayList<>();
        for (String host : bad) {
            vectors.add("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            vectors.add("GET / HTTP/1.0\r\nHost: " + host + "\r\n\r\n");
            if (!host.isBlank() && host.indexOf('/') < 0 && host.indexOf('?') < 0) {
                vectors.add("GET http://" + host + "/ HTTP/1.0\r\n\r\n");
            }
        }
        vectors.add("GET / HTTP/1.1\r\n\r\n");
        vectors.add("OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n");
        vectors.add("GET / HTTP/1.1\r\nX: y\r\n\r\n");
        vectors.add("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
        vectors.add("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nhOST: b\r\n\r\n");
        vectors.add("GET / HTTP/1.1\r\nHost: a\r\nHost:\r\n\r\n");
        vectors.add("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n");
        vectors.add("GET http://a.test/ HTTP/1.1\r\n\r\n");
        vectors.add("GET http://a.test/ HTTP/1.1\r\nHost: b.test\r\n\r\n");
        vectors.add("GET http://a.test/ HTTP/1.1\r\nHost: a.test:81\r\n\r\n");
        vectors.add("GET http://a.test:81/ HTTP/1.1\r\nHost: a.test\r\n\r\n");
        vectors.add("GET https://a.test/ HTTP/1.1\r\nHost: a.test:80\r\n\r\n");
        vectors.add("GET http://a.test/ HTTP/1.1\r\nHost: a.test\r\nHost: a.test\r\n\r\n");
        refused(400, vectors);
    }

    @Test
    void goodHostIsPassedOnAsItIs() throws IOException {
        for (String host : new String[] {
            "a",
            "a.test",
            "A.Test",
            "a.test.",
            "a-b_c~d",
            "1.2.3.4",
            "1.2.3.4:80",
            "[::1]",
            "[::1]:8080",
            "[::ffff:1.2.3.4]",
            "[2001:DB8::1]:443",
            "a:0",
            "a:65535",
            "a:080",
            "a:",
            "xn--bcher-kva.example"
        }) {
            passed("GET / HTTP/1.1", "\r\nHost: " + host + "\r\n", "GET / HTTP/1.1\r\nHost:" + host + " \r\n\r\n");
            passed(
                    "GET /x HTTP/1.1",
                    "\r\nHost: " + host + "\r\n",
                    "GET http://" + host + "/x HTTP/1.1\r\nHost:" + host + " \r\n\r\n");
            passed("GET / HTTP/1.1", "\r\nHost: " + host + "\r\n", "GET http://" + host + " HTTP/1.0\r\n\r\n");
        }
    }

    @Test
    void absoluteFormReplacesHostByItsAuthority() throws IOException {
        String[][] vectors = {
            {"http://a.test/x", "a.test", "/x"},
            {"http://a.test", "a.test", "/"},
            {"http://a.test?q", "a.test", "/?q"},
            {"http://a.test/?q?r/../", "a.test", "/?q?r/../"},
            {"HTTP://A.TEST/", "a.test", "/"},
            {"http://a.test:80/", "a.test", "/"},
            {"http://a.test/", "a.test:80", "/"},
            {"http://a.test:/", "a.test", "/"},
            {"http://a.test/", "a.test:", "/"},
            {"https://a.test/", "a.test:443", "/"},
            {"https://a.test:443/", "a.test", "/"},
            {"http://a.test//b//c", "a.test", "//b//c"},
            {"http://a.test/http://b.test/", "a.test", "/http://b.test/"},
            {"http://a.test/@b.test", "a.test", "/@b.test"},
            {"http://[::1]/", "[::1]", "/"},
            {"http://a.test/", "", "/"},
        };
        for (String[] vector : vectors) {
            String authority = vector[0].replaceFirst("(?i)^https?://([^/?]*).*", "$1");
            passed(
                    "GET " + vector[2] + " HTTP/1.1",
                    "\r\nHost: " + authority + "\r\n",
                    "GET " + vector[0] + " HTTP/1.1\r\nHost: " + vector[1] + "\r\n\r\n");
        }
    }

    @Test
    void badTargetIsRefused() throws IOException {
        List<String> vectors = new ArrayList<>();
        for (String target : new String[] {
            "/a#b",
            "/#",
            "#",
            "/a?b#c",
            "http://a.test/#x",
            "http://a.test#x",
            "*#",
            "a",
            "a.test",
            "a.test:80",
            "?",
            "?a",
            "*",
            "**",
            "*/",
            "\\",
            "\\\\a",
            "ftp://a.test/",
            "file:///etc/passwd",
            "javascript:x",
            "http:",
            "http:/",
            "http:/a.test",
            "http//a.test",
            "http:a.test",
            "https:/a.test",
            "http:// ",
            "http:///",
            "http:///x",
            "http://?x",
            "://a.test/",
            "ws://a.test/",
            "urn:x",
            "mailto:a@b",
            "http:\\\\a.test\\",
            ".",
            "..",
            "./a",
            "../a",
            "%2f",
            "%2Fa",
            "=",
            "@",
            "[::1]",
            "[::1]:80",
            "data:,x"
        }) {
            vectors.add(get(target));
        }
        for (String target : new String[] {
            "*", "a.test", "a.test:", "a.test:x", "a.test:80/", "http://a.test/", "u@a.test:80", ":80", "[::1]"
        }) {
            vectors.add("CONNECT " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
        }
        vectors.add("GET * HTTP/1.1\r\n" + HOST + "\r\n");
        vectors.add("OPTIONS *x HTTP/1.1\r\n" + HOST + "\r\n");
        vectors.add("OPTIONS *?x HTTP/1.1\r\n" + HOST + "\r\n");
        vectors.removeIf(octets -> octets.startsWith("CONNECT http://"));
        refused(400, vectors);
    }

    @Test
    void targetIsPassedOnOctetForOctet() throws IOException {
        for (String target : new String[] {
            "/",
            "//",
            "///",
            "/.",
            "/..",
            "/../..",
            "/./a",
            "/a/../b",
            "/a/",
            "/a//b",
            "/%",
            "/%2",
            "/%zz",
            "/%%",
            "/%00",
            "/%0d%0a",
            "/%2e%2e/",
            "/%2E",
            "/%2f",
            "/%2F",
            "/%5c",
            "/%25",
            "/%252e",
            "/%41",
            "/%7e",
            "/%7E",
            "/~",
            "/a%20b",
            "/a+b",
            "/a;b=c",
            "/;",
            "/a,b",
            "/a:b",
            "/a@b",
            "/a=b",
            "/a&b",
            "/!$&'()*+,;=:@",
            "/[a]",
            "/{a}",
            "/a|b",
            "/a\\b",
            "/a^b",
            "/a`b",
            "/a\"b",
            "/<a>",
            "/?",
            "/??",
            "/?a",
            "/?a=b&c=d",
            "/?a/b?c",
            "/?%",
            "/?%zz",
            "/a?b=%0d%0a",
            "/?http://b.test/",
            "/http://b.test/",
            "/*",
            "/%u0041",
            "/%C3%A9",
            "/%c0%ae%c0%ae/",
            "/" + "a".repeat(8000),
            "/." + "./".repeat(1000)
        }) {
            passed("GET " + target + " HTTP/1.1", "", get(target));
            passed("GET " + target + " HTTP/1.1", "\r\nHost: a.test\r\n", get("http://a.test" + target));
        }
        passed("OPTIONS * HTTP/1.1", "", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n");
        passed("OPTIONS * HTTP/1.1", "\r\nHost: a.test\r\n", "OPTIONS http://a.test HTTP/1.1\r\n" + HOST + "\r\n");
        passed("OPTIONS / HTTP/1.1", "", "OPTIONS http://a.test/ HTTP/1.1\r\n" + HOST + "\r\n");
    }

    @Test
    void badRequestLineIsRefused() throws IOException {
        List<String> vectors = new ArrayList<>();
        for (String line : new String[] {
            "GET",
            "GET ",
            "GET /",
            "GET / ",
            "GET  / HTTP/1.1",
            "GET /  HTTP/1.1",
            " GET / HTTP/1.1",
            "GET / HTTP/1.1 ",
            "GET\t/\tHTTP/1.1",
            "GET /x y HTTP/1.1",
            "/ HTTP/1.1",
            "HTTP/1.1",
            "HTTP/1.1 200 OK",
            "GET / HTTP",
            "GET / HTTP/",
            "GET / HTTP/1",
            "GET / HTTP/1.",
            "GET / HTTP/.1",
            "GET / HTTP/1.1.1",
            "GET / HTTP/1.10",
            "GET / HTTP/01.1",
            "GET / HTTP/1.01",
            "GET / HTTP/11",
            "GET / HTTP/1,1",
            "GET / HTTP/1 .1",
            "GET / HTTP /1.1",
            "GET / HTTP/ 1.1",
            "GET / http/1.1",
            "GET / Http/1.1",
            "GET / HTTPS/1.1",
            "GET / XHTTP/1.1",
            "GET / HTP/1.1",
            "GET / HTTP\\1.1",
            "GET / HTTP/+1.1",
            "GET / HTTP/-1.1",
            "GET / HTTP/1.x",
            "GET / HTTP/x.1",
            "GET / HTTP/1.1x",
            "GET / HTTP/1.1\t",
            "GET / HTTP/1.1;x",
            "GET / ICY/1.0",
            "GET / HTTP/1.\u0661",
            "G\u00c9T / HTTP/1.1"
        }) {
            vectors.add(line + "\r\n" + HOST + "\r\n");
        }
        refused(400, vectors);
    }

    @Test
    void otherVersionsAreRefusedAsSuchAndLaterMinorOnesAreSpokenAs11() throws IOException {
        List<String> vectors = new ArrayList<>();
        for (String version : new String[] {"0.0", "0.9", "2.0", "2.1", "3.0", "9.9"}) {
            vectors.add("GET / HTTP/" + version + "\r\n" + HOST + "\r\n");
        }
        refused(505, vectors);
        for (String version : new String[] {"1.0", "1.1", "1.2", "1.9"}) {
            passed("GET / HTTP/1.1", "\r\nHost: a.test\r\n", "GET / HTTP/" + version + "\r\n" + HOST + "\r\n");
        }
    }

    @Test
    void anyTokenIsAMethodExceptThatTunnelsAreNotOurs() throws IOException {
        for (String method : new String[] {
            "GET",
            "POST",
            "PUT",
            "DELETE",
            "PATCH",
            "OPTIONS",
            "TRACE",
            "get",
            "Get",
            "PROPFIND",
            "M-SEARCH",
            "PURGE",
            "X",
            "!#$%&'*+-.^_`|~09",
            "HTTP",
            "PRI",
            "A".repeat(200)
        }) {
            passed(method + " / HTTP/1.1", "", method + " / HTTP/1.1\r\n" + HOST + "\r\n");
        }
        refused(
                501,
                List.of(
                        "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n",
                        "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n" + NEXT,
                        "CONNECT a.test:443 HTTP/1.0\r\n\r\n",
                        "CONNECT / HTTP/1.1\r\n" + HOST + "\r\n"));
        refused(
                400,
                List.of(
                        "TRACE / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello",
                        "TRACE / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    @Test
    void whatIsTooLargeIsRefusedByItsOwnStatus() throws IOException {
        refused(
                414,
                List.of(get("/" + "a".repeat(8200)), "GET" + "T".repeat(9000) + " / HTTP/1.1\r\n" + HOST + "\r\n"));
        refused(
                431,
                List.of(
                        "GET / HTTP/1.1\r\n" + HOST + "X: " + "y".repeat(40_000) + "\r\n\r\n",
                        "GET / HTTP/1.1\r\n" + HOST + "X".repeat(40_000) + ": y\r\n\r\n",
                        "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(200) + "\r\n"));
    }

    @Test
    void bodyIsWhatItsLengthSaysAndWhatFollowsIsTheNextRequest() throws IOException {
        passed("POST / HTTP/1.1", "\r\n\r\nhello", post("Content-Length: 5\r\n", "hello"));
        passed("POST / HTTP/1.1", "\r\nContent-Length: 5\r\n", post("Content-Length:   0005   \r\n", "hello"));
        passed("POST / HTTP/1.1", "\r\nContent-Length: 0\r\n", post("Content-Length: 0\r\n", ""));
        passed("POST / HTTP/1.1", "", post("", ""));
        passed("GET / HTTP/1.1", "\r\n\r\nhello", "GET / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello");
        passed(
                "DELETE / HTTP/1.0".replace("1.0", "1.1"),
                "\r\n\r\nhello",
                "DELETE / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello");
        Seen.Outcome two = seen.send(post("Content-Length: " + NEXT.length() + "\r\n", NEXT) + NEXT);
        assertEquals(2, two.seen().size(), two.toString());
        assertTrue(two.seen().get(0).endsWith("\r\n\r\n" + NEXT), two.toString());
        assertTrue(two.seen().get(1).startsWith("GET /smuggled HTTP/1.1\r\n"), two.toString());
        Seen.Outcome chunked = seen.send(post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n") + NEXT);
        assertEquals(2, chunked.seen().size(), chunked.toString());
        Seen.Outcome bodiless = seen.send(post("", NEXT));
        assertEquals(2, bodiless.seen().size(), bodiless.toString());
    }

    @Test
    void fieldIsReadAsTheGrammarSays() throws IOException {
        String[][] vectors = {
            {"X:y", "X: y"},
            {"X: y", "X: y"},
            {"X:  y  ", "X: y"},
            {"X:\ty\t", "X: y"},
            {"X:", "X: "},
            {"X: ", "X: "},
            {"X: a:b", "X: a:b"},
            {"X::y", "X: :y"},
            {"X: a  b\tc", "X: a  b\tc"},
            {"X: \u00e9\u00ff\u0080", "X: \u00e9\u00ff\u0080"},
            {"X: \"a,b\"", "X: \"a,b\""},
            {"!#$%&'*+-.^_`|~: y", "!#$%&'*+-.^_`|~: y"},
            {"x_y: 1", "x_y: 1"},
            {"0: 1", "0: 1"},
            {"X: %0d%0aY: z", "X: %0d%0aY: z"},
            {"X: (a\\)b)", "X: (a\\)b)"},
            {"Content-Lengthx: 5", "Content-Lengthx: 5"},
            {"Content_Length: 5", "Content_Length: 5"},
            {"XTransfer-Encoding: chunked", "XTransfer-Encoding: chunked"},
            {"X: HTTP/1.1 200 OK", "X: HTTP/1.1 200 OK"},
        };
        for (String[] vector : vectors) {
            passed("GET / HTTP/1.1", "\r\n" + vector[1] + "\r\n", "GET / HTTP/1.1\r\n" + HOST + vector[0] + "\r\n\r\n");
        }
    }

    @Test
    void oneOrTwoEmptyLinesMayComeFirst() throws IOException {
        passed("GET / HTTP/1.1", "", "\r\n" + get("/"));
        passed("GET / HTTP/1.1", "", "\r\n\r\n" + get("/"));
    }

    @Test
    void refusalOfAHeadHasNoBody() throws IOException {
        for (String head :
                new String[] {"HEAD / HTTP/1.1\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n"}) {
            String got = seen.send(head).got();
            assertTrue(got.startsWith("HTTP/1.1 4") && got.endsWith("\r\n\r\n"), got);
        }
    }
}
