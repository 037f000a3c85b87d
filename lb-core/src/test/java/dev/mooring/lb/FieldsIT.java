// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import dev.mooring.lb.testing.Trio;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of header fields on their way. */
class FieldsIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static List<String> lines(String head) {
        return Arrays.asList(head.strip().split("\r\n"));
    }

    private static List<String> named(String head, String name) {
        return lines(head).stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .toList();
    }

    @Test
    void requestKeepsItsOtherFieldsInOrderAndOctetForOctet() throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            String[] fields = {
                "aCCept: */*",
                "X-B: 1",
                "X-A: 2",
                "X-B: 3",
                "x-b: \"q, \\\"\"",
                "X-Obs: \u00e9\u00ff\u0080",
                "X-Tab: a\tb",
                "X-None: "
            };
            trio.client().get("/%41/../b?~|`", fields).readResponse();
            List<String> sent = lines(trio.lastHead());
            assertEquals("GET /%41/../b?~|` HTTP/1.1", sent.get(0));
            assertEquals("Host: test", sent.get(1));
            assertEquals(List.of(fields), sent.subList(2, 2 + fields.length));
        }
    }

    @Test
    void responseKeepsItsOtherFieldsInOrderAndOctetForOctet() throws Exception {
        String[] fields = {
            "sEt-cOOkie: a=1", "Set-Cookie: b=2; Expires=Thu, 01 Jan 2026 00:00:00 GMT", "X: y", "Set-Cookie: a=1",
            "X-Obs: \u00e9\u00ff", "Server: test", "Date: Thu, 01 Jan 1970 00:00:00 GMT", "Content-Length: 0"
        };
        try (Trio trio =
                Trio.answering("HTTP/1.1 299 F\u00fcr \u00ff\r\n" + String.join("\r\n", fields) + "\r\n\r\n")) {
            List<String> received = lines(trio.client().get("/").readResponse());
            assertEquals("HTTP/1.1 299 F\u00fcr \u00ff", received.get(0));
            assertEquals(List.of(fields), received.subList(1, 1 + fields.length));
            assertEquals(List.of("Via: 1.1 mooring"), received.subList(1 + fields.length, received.size()));
        }
    }

    @Test
    void fieldsForOneHopGoNoFurtherThanIt() throws Exception {
        String[] hop = {
            "Connection: X-One, close-not, \tX-two ,,",
            "X-One: 1",
            "x-TWO: 2",
            "X-Two: 2",
            "Keep-Alive: timeout=5",
            "Proxy-Connection: keep-alive",
            "TE: trailers, gzip",
            "Upgrade: h2c",
            "Connection: X-Three, Host, Content-Length",
            "X-Three: 3"
        };
        try (Trio trio = Trio.answering(
                "HTTP/1.1 200 OK\r\nX: y\r\n" + String.join("\r\n", hop) + "\r\nContent-Length: 2\r\n\r\nok")) {
            String response = trio.client().get("/", hop).readResponse();
            for (String head : new String[] {trio.lastHead(), response}) {
                for (String name : new String[] {
                    "Connection", "X-One", "X-Two", "X-Three", "Keep-Alive", "Proxy-Connection", "TE", "Upgrade"
                }) {
                    assertEquals(List.of(), named(head, name), head);
                }
            }
            assertEquals(List.of("Host: test"), named(trio.lastHead(), "Host"));
            assertTrue(response.endsWith("\r\n\r\nok"), response);
            assertEquals(List.of("Content-Length: 2"), named(response, "Content-Length"));
        }
    }

    @Test
    void strangersCannotInventWhereTheyComeFrom() throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            trio.client()
                    .get(
                            "/",
                            "X-Forwarded-For: 6.6.6.6",
                            "x-forwarded-for: 7.7.7.7",
                            "X-Forwarded-Proto: https",
                            "X-Forwarded-Host: evil",
                            "X-Forwarded-Port: 1",
                            "Forwarded: for=6.6.6.6;proto=https");
            trio.client().readResponse();
            String head = trio.lastHead();
            assertEquals(List.of("X-Forwarded-For: 127.0.0.1"), named(head, "X-Forwarded-For"));
            assertEquals(List.of("X-Forwarded-Proto: http"), named(head, "X-Forwarded-Proto"));
            assertEquals(List.of("X-Forwarded-Host: test"), named(head, "X-Forwarded-Host"));
            assertEquals(List.of("X-Forwarded-Port: " + trio.gateway().port()), named(head, "X-Forwarded-Port"));
            assertEquals(List.of("Forwarded: for=127.0.0.1;host=test;proto=http"), named(head, "Forwarded"));
        }
    }

    @Test
    void connectionCannotRemoveWhatTheBalancerAdds() throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            trio.client().get("/", "Connection: X-Forwarded-For, Via, Forwarded", "X-Forwarded-For: 6.6.6.6");
            trio.client().readResponse();
            assertEquals(List.of("X-Forwarded-For: 127.0.0.1"), named(trio.lastHead(), "X-Forwarded-For"));
            assertEquals(List.of("Via: 1.1 mooring"), named(trio.lastHead(), "Via"));
        }
    }

    @Test
    void trustedProxysChainIsContinued() throws Exception {
        try (RawBackend backend = RawBackend.named("x");
                TestGateway gateway =
                        TestGateway.pool(backend).trust("127.0.0.0/8").start();
                RawClient client = RawClient.connect(gateway)) {
            client.get(
                    "/", "X-Forwarded-For: 1.2.3.4, 5.6.7.8", "X-Forwarded-Proto: https", "X-Forwarded-Host: a.test");
            client.readResponse();
            String head = backend.heads().get(0);
            assertEquals(List.of("X-Forwarded-For: 1.2.3.4, 5.6.7.8, 127.0.0.1"), named(head, "X-Forwarded-For"));
            assertEquals(List.of("X-Forwarded-Proto: https"), named(head, "X-Forwarded-Proto"));
            assertEquals(List.of("X-Forwarded-Host: a.test"), named(head, "X-Forwarded-Host"));
        }
    }

    @Test
    void viaIsAppendedBehindTheOnesThatAreThere() throws Exception {
        try (Trio trio = Trio.answering("HTTP/1.1 200 OK\r\nVia: 1.0 back\r\nContent-Length: 0\r\n\r\n")) {
            String response = trio.client()
                    .get("/", "Via: 1.0 fred", "Via: 1.1 p.test (x)")
                    .readResponse();
            assertEquals(List.of("Via: 1.0 back", "Via: 1.1 mooring"), named(response, "Via"));
            assertEquals(
                    List.of("Via: 1.0 fred", "Via: 1.1 p.test (x)", "Via: 1.1 mooring"), named(trio.lastHead(), "Via"));
            trio.client().send("GET / HTTP/1.0\r\n\r\n");
            trio.client().readToEnd();
            assertEquals(List.of("Via: 1.0 mooring"), named(trio.lastHead(), "Via"));
        }
    }

    @Test
    void responseWithoutADateGetsOne() throws Exception {
        try (Trio trio = Trio.answering(OK)) {
            String response = trio.client().get("/").readResponse();
            assertEquals(1, named(response, "Date").size(), response);
            assertTrue(named(response, "Date").get(0).endsWith(" GMT"), response);
        }
    }

    @Test
    void lengthIsWrittenAsItWasUnderstood() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            String head = talk.readHead();
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 002\r\n\r\n" + talk.read(RawClient.contentLength(head)));
        })) {
            trio.client().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0002\r\n\r\nok");
            String response = trio.client().readResponse();
            assertEquals(List.of("Content-Length: 2"), named(trio.lastHead(), "Content-Length"));
            assertEquals(List.of("Content-Length: 2"), named(response, "Content-Length"));
            assertFalse(response.contains("Transfer-Encoding"), response);
        }
    }
}
