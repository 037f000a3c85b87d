// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.ExchangeRecord;
import dev.mooring.lb.failure.Clock;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a request when its only backend fails, for each way to fail and each kind of request. */
class FailureMatrixIT {
    private static final Duration SHORT = Duration.ofMillis(250);

    private enum Request {
        /** The first on its backend connection. */
        FRESH("GET /fault HTTP/1.1\r\nHost: test\r\n\r\n"),
        /** On a backend connection that has served before. */
        REUSED("GET /fault HTTP/1.1\r\nHost: test\r\n\r\n"),
        POST_BODY("POST /fault HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbody"),
        POST_EMPTY("POST /fault HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n"),
        /** Not idempotent, and on a connection that the backend might just have closed. */
        POST_REUSED("POST /fault HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");

        private final String octets;

        Request(String octets) {
            this.octets = octets;
        }

        boolean needsKept() {
            return this == REUSED || this == POST_REUSED;
        }
    }

    /** How the client sees the response. */
    private enum Seen {
        WHOLE,
        CUT
    }

    // One line for each fault where all kinds of requests fare the same. "requests" is how often the backend read it.
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = false, textBlock = """
        REFUSED            | FRESH       | 502 | WHOLE | CONNECT_REFUSED  |            | local          | 0 | 1
        REFUSED            | REUSED      | 502 | WHOLE | CONNECT_REFUSED  |            | local          | 0 | 1
        REFUSED            | POST_BODY   | 502 | WHOLE | CONNECT_REFUSED  |            | local          | 0 | 1
        REFUSED            | POST_EMPTY  | 502 | WHOLE | CONNECT_REFUSED  |            | local          | 0 | 1
        REFUSED            | POST_REUSED | 502 | WHOLE | CONNECT_REFUSED  |            | local          | 0 | 1
        RESET_BEFORE_HEAD  | FRESH       | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        RESET_BEFORE_HEAD  | REUSED      | 502 | WHOLE | BACKEND_RESET    |            | local          | 2 | 2
        RESET_BEFORE_HEAD  | POST_BODY   | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        RESET_BEFORE_HEAD  | POST_EMPTY  | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        RESET_BEFORE_HEAD  | POST_REUSED | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        CLOSE_BEFORE_HEAD  | FRESH       | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        CLOSE_BEFORE_HEAD  | REUSED      | 502 | WHOLE | BACKEND_RESET    |            | local          | 2 | 2
        CLOSE_BEFORE_HEAD  | POST_BODY   | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        CLOSE_BEFORE_HEAD  | POST_EMPTY  | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        CLOSE_BEFORE_HEAD  | POST_REUSED | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        RESET_IN_HEAD      | FRESH       | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        RESET_IN_HEAD      | POST_BODY   | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        RESET_IN_HEAD      | POST_EMPTY  | 502 | WHOLE | BACKEND_RESET    |            | local          | 1 | 1
        RESET_IN_BODY      | FRESH       | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        RESET_IN_BODY      | REUSED      | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        RESET_IN_BODY      | POST_BODY   | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        RESET_IN_BODY      | POST_EMPTY  | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_BODY      | FRESH       | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_BODY      | REUSED      | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_BODY      | POST_BODY   | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_BODY      | POST_EMPTY  | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_CHUNKS    | FRESH       | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_CHUNKS    | REUSED      | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_CHUNKS    | POST_BODY   | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_CHUNKS    | POST_EMPTY  | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_CHUNK     | FRESH       | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        CLOSE_IN_CHUNK     | POST_BODY   | 200 | CUT   | BACKEND_RESET    |            | cut-by-backend | 1 | 1
        FREEZE_BEFORE_HEAD | FRESH       | 504 | WHOLE | RESPONSE_TIMEOUT | FIRST_BYTE | local          | 1 | 1
        FREEZE_BEFORE_HEAD | REUSED      | 504 | WHOLE | RESPONSE_TIMEOUT | FIRST_BYTE | local          | 1 | 1
        FREEZE_BEFORE_HEAD | POST_BODY   | 504 | WHOLE | RESPONSE_TIMEOUT | FIRST_BYTE | local          | 1 | 1
        FREEZE_BEFORE_HEAD | POST_EMPTY  | 504 | WHOLE | RESPONSE_TIMEOUT | FIRST_BYTE | local          | 1 | 1
        FREEZE_BEFORE_HEAD | POST_REUSED | 504 | WHOLE | RESPONSE_TIMEOUT | FIRST_BYTE | local          | 1 | 1
        FREEZE_IN_BODY     | FRESH       | 200 | CUT   | BODY_STALLED     | IDLE       | clock-idle     | 1 | 1
        FREEZE_IN_BODY     | REUSED      | 200 | CUT   | BODY_STALLED     | IDLE       | clock-idle     | 1 | 1
        FREEZE_IN_BODY     | POST_BODY   | 200 | CUT   | BODY_STALLED     | IDLE       | clock-idle     | 1 | 1
        FREEZE_IN_BODY     | POST_EMPTY  | 200 | CUT   | BODY_STALLED     | IDLE       | clock-idle     | 1 | 1
        SLOW               | FRESH       | 200 | WHOLE |                  |            | clean          | 1 | 1
        SLOW               | REUSED      | 200 | WHOLE |                  |            | clean          | 1 | 1
        SLOW               | POST_BODY   | 200 | WHOLE |                  |            | clean          | 1 | 1
        SLOW               | POST_EMPTY  | 200 | WHOLE |                  |            | clean          | 1 | 1
        GARBAGE            | FRESH       | 502 | WHOLE | BAD_RESPONSE     |            | local          | 1 | 1
        GARBAGE            | REUSED      | 502 | WHOLE | BAD_RESPONSE     |            | local          | 1 | 1
        GARBAGE            | POST_BODY   | 502 | WHOLE | BAD_RESPONSE     |            | local          | 1 | 1
        GARBAGE            | POST_EMPTY  | 502 | WHOLE | BAD_RESPONSE     |            | local          | 1 | 1
        GARBAGE_IN_CHUNKS  | FRESH       | 200 | CUT   | BAD_RESPONSE     |            | cut-by-backend | 1 | 1
        GARBAGE_IN_CHUNKS  | POST_BODY   | 200 | CUT   | BAD_RESPONSE     |            | cut-by-backend | 1 | 1
        MORE_THAN_PROMISED | FRESH       | 200 | WHOLE |                  |            | clean          | 1 | 1
        MORE_THAN_PROMISED | REUSED      | 200 | WHOLE |                  |            | clean          | 1 | 1
        EARLY              | FRESH       | 200 | WHOLE |                  |            | clean          | 1 | 1
        EARLY              | REUSED      | 200 | WHOLE |                  |            | clean          | 1 | 1
        EARLY              | POST_BODY   | 200 | WHOLE |                  |            | clean          | 1 | 1
        EARLY              | POST_EMPTY  | 200 | WHOLE |                  |            | clean          | 1 | 1
        """)
    void failureIsToldAndRecordedAndNothingIsDoneTwice(
            Faults fault,
            Request request,
            int status,
            Seen seen,
            Failure failure,
            Clock clock,
            String end,
            int requests,
            int attempts)
            throws Exception {
        AtomicInteger read = new AtomicInteger();
        try (RawBackend backend = fault.backend(read);
                TestGateway gateway = gateway(backend)) {
            if (request.needsKept()) {
                keepOneBackendConnection(gateway);
            }
            if (fault == Faults.REFUSED) {
                backend.die();
                TestGateway.await(
                        "the closed connections are noticed",
                        () -> gateway.backend("b1").connections() == 0);
            }
            String response = exchange(gateway, request.octets);

            assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
            assertEquals(seen == Seen.WHOLE, isWhole(response), response);
            ExchangeRecord record = gateway.record(request.needsKept() ? 2 : 1);
            assertEquals(failure, record.failure());
            assertEquals(clock, record.clock());
            assertEquals(end, record.bodyEnd().label());
            assertEquals(status, record.status());
            assertEquals(requests, read.get(), "requests that the backend has read");
            assertEquals(attempts, record.attempts().size(), () -> "attempts: " + record.attempts());
            assertEquals(failure, record.attempts().get(attempts - 1).failure());
            gateway.assertIdle();
            if (fault != Faults.REFUSED) {
                assertServesOn(gateway);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"CLOSE_IN_CHUNKS", "CLOSE_IN_CHUNK", "FREEZE_IN_BODY", "GARBAGE_IN_CHUNKS"})
    void http10ClientSeesResetWhenItsResponseIsCut(Faults fault) throws Exception {
        RawBackend.Conversation chunked = talk -> {
            talk.readHead();
            if (fault == Faults.FREEZE_IN_BODY) {
                talk.send(Faults.CHUNKED + "4\r\nhalf\r\n");
                talk.readToEnd();
            }
            fault.answer(talk);
        };
        try (RawBackend backend = RawBackend.start(chunked);
                TestGateway gateway = gateway(backend);
                RawClient client = RawClient.connect(gateway)) {
            client.send("GET /fault HTTP/1.0\r\n\r\n");
            String response = client.readToEnd();
            assertTrue(response.endsWith("<reset>"), response);
            gateway.assertIdle();
        }
    }

    @Test
    void responseUntilCloseThatIsResetLooksCutToo() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 200 OK\r\n\r\nhalf");
                    talk.readWithin(Duration.ofMillis(100));
                    talk.reset();
                });
                TestGateway gateway = gateway(backend)) {
            String response = exchange(gateway, "GET /fault HTTP/1.1\r\nHost: test\r\n\r\n");
            assertTrue(response.contains("half"), response);
            assertFalse(isWhole(response), response);
            assertEquals(Failure.BACKEND_RESET, gateway.record().failure());
        }
    }

    private static TestGateway gateway(RawBackend backend) throws IOException {
        return TestGateway.pool(backend)
                .timeouts(t -> new TimeoutSpec(SHORT, Optional.of(SHORT), Optional.of(SHORT), Optional.empty()))
                .passive(new PassiveSpec(0, Duration.ofSeconds(1)))
                .threads(1)
                .start();
    }

    private static void keepOneBackendConnection(TestGateway gateway) throws IOException {
        try (RawClient before = RawClient.connect(gateway)) {
            assertTrue(before.get("/before").readResponse().endsWith("fine"));
        }
    }

    private static void assertServesOn(TestGateway gateway) throws IOException {
        try (RawClient after = RawClient.connect(gateway)) {
            assertTrue(after.get("/after").readResponse().endsWith("fine"));
        }
        assertEquals(0, gateway.backend("b1").inFlight());
    }

    /** Sends it, and reads until the response is complete or the connection ends. */
    private static String exchange(TestGateway gateway, String request) throws IOException {
        try (RawClient client = RawClient.connect(gateway)) {
            client.send(request);
            StringBuilder response = new StringBuilder();
            for (int octet = 0; octet >= 0 && !isWhole(response.toString()); ) {
                octet = next(client);
                if (octet >= 0) {
                    response.append((char) octet);
                }
            }
            return response.toString();
        }
    }

    private static int next(RawClient client) throws IOException {
        try {
            return client.readWithin(Duration.ofSeconds(5));
        } catch (java.net.SocketException reset) {
            return -1;
        }
    }

    private static boolean isWhole(String response) {
        int end = response.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String head = response.substring(0, end + 4);
        String body = response.substring(end + 4);
        return head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")
                ? body.endsWith("0\r\n\r\n")
                : body.length() >= RawClient.contentLength(head);
    }
}
