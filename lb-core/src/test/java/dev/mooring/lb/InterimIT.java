// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.Trio;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expect: 100-continue and the other interim responses. */
class InterimIT {
    private static final String ASKING =
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

    @Test
    void backendMayAskForTheBody() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            while (true) {
                talk.readHead();
                talk.send("HTTP/1.1 100 Continue\r\n\r\n");
                talk.ok(talk.read(5));
            }
        })) {
            for (int i = 0; i < 3; i++) {
                trio.client().send(ASKING);
                String interim = trio.client().readHead();
                assertTrue(interim.startsWith("HTTP/1.1 100 Continue\r\n"), interim);
                trio.client().send("hello");
                assertTrue(trio.client().readResponse().endsWith("\r\n\r\nhello"));
                assertTrue(trio.lastHead().contains("\r\nExpect: 100-continue\r\n"), trio.lastHead());
            }
            assertEquals(1, trio.backend().accepted());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"417 Expectation Failed", "401 Unauthorized"})
    void backendMayRefuseTheBody(String status) throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno");
            talk.readToEnd();
        })) {
            trio.client().send(ASKING);
            String response = trio.client().readResponse();
            assertTrue(response.startsWith("HTTP/1.1 " + status), response);
            assertTrue(response.contains("\r\nConnection: close\r\n"), response);
            assertTrue(response.endsWith("\r\n\r\nno"), response);
            assertEquals("", trio.client().readToEnd());
        }
    }

    @Test
    void backendMayIgnoreTheExpectation() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.ok(talk.read(5));
        })) {
            trio.client().send(ASKING);
            assertEquals(-2, trio.client().readWithin(Duration.ofMillis(50)));
            trio.client().send("hello");
            assertTrue(trio.client().readResponse().endsWith("\r\n\r\nhello"));
        }
    }

    @Test
    void http10ClientNeverSeesAnInterimResponse() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
            talk.ok(talk.read(5));
        })) {
            trio.client().send(ASKING.replace("HTTP/1.1", "HTTP/1.0") + "hello");
            assertTrue(trio.client().readToEnd().startsWith("HTTP/1.1 200 OK\r\n"));
            assertFalse(trio.lastHead().contains("Expect"), trio.lastHead());
        }
    }

    @Test
    void otherExpectationIsRefused() throws Exception {
        try (Trio trio = Trio.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            trio.client().get("/", "Expect: the-spanish-inquisition");
            assertTrue(trio.client().readToEnd().startsWith("HTTP/1.1 417 "));
            assertEquals(0, trio.backend().accepted());
        }
    }

    @Test
    void interimResponsesArriveWhenTheyAreSent() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            talk.send("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n");
            talk.send("Link: </a.css>; rel=preload\r\nConnection: X-Hop\r\nX-Hop: 1\r\nContent-Length: 4\r\n\r\n");
            seen.await();
            talk.ok("x");
        })) {
            assertTrue(trio.client().get("/").readHead().startsWith("HTTP/1.1 102 Processing\r\n"));
            String hints = trio.client().readHead();
            assertTrue(hints.startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n"), hints);
            assertFalse(hints.contains("Hop") || hints.contains("Connection") || hints.contains("Length"), hints);
            seen.countDown();
            assertTrue(trio.client().readResponse().startsWith("HTTP/1.1 200 OK\r\n"));
        }
    }

    @Test
    void floodOfInterimResponsesIsABadGateway() throws Exception {
        try (Trio trio = Trio.of(talk -> {
            talk.readHead();
            while (true) {
                talk.send("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n".repeat(100));
            }
        })) {
            trio.client().get("/");
            String head = trio.client().readHead();
            int interim = 0;
            while (head.startsWith("HTTP/1.1 103 ")) {
                interim++;
                head = trio.client().readHead();
            }
            assertTrue(head.startsWith("HTTP/1.1 502 "), head);
            assertTrue(interim <= 100, interim + " were passed on");
            trio.gateway().assertIdle();
        }
    }
}
