// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statuses that have no body, and backends that send one with them, the same over both protocols. RFC 9112, 6.3 names all statuses
 * without one; 205 is not among them, so that its body, which RFC 9110, 15.3.6 forbids servers to make, is passed on as it is framed.
 */
final class BodilessIT {
    private enum Protocol {
        HTTP_1,
        HTTP_2
    }

    /** A backend that answers each request on a connection with these octets, and keeps the connection until told. */
    private static RawBackend answering(String octets) throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                talk.readHead();
                talk.send(octets);
            }
        });
    }

    /** Asks twice, and returns the last response: its status, and its body if the client could know that there is one. */
    private static String ask(Protocol protocol, TestGateway gateway) throws Exception {
        if (protocol == Protocol.HTTP_2) {
            try (H2Client client = H2Client.connect(gateway)) {
                client.get(1, "/").response(1);
                return client.get(3, "/").response(3).replaceFirst("^:status: ", "");
            }
        }
        try (RawClient client = RawClient.connect(gateway)) {
            client.get("/").get("/", "Connection: close");
            return client.readToEnd().replaceFirst("(?s)^HTTP.*\r\n\r\n.*HTTP/1.1 ", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_1,Content-Length: 2,ok", "HTTP_1,Transfer-Encoding: chunked,2|ok|0||",
        "HTTP_2,Content-Length: 2,ok", "HTTP_2,Transfer-Encoding: chunked,2|ok|0||"
    })
    void bodyOfAResetContentPassesAsItIsFramed(Protocol protocol, String framing, String body) throws Exception {
        String octets = "HTTP/1.1 205 Reset Content\r\n" + framing + "\r\n\r\n" + body.replace("|", "\r\n");
        try (RawBackend backend = answering(octets);
                TestGateway gateway = TestGateway.pool(backend).h2c().start()) {
            String got = ask(protocol, gateway);
            assertTrue(got.startsWith("205"), got);
            assertTrue(got.contains("ok"), got);
            assertEquals(1, backend.accepted());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_1,205 Reset Content,0", "HTTP_1,304 Not Modified,44",
        "HTTP_2,205 Reset Content,0", "HTTP_2,304 Not Modified,44"
    })
    void lengthPassesWhereThereIsNoBody(Protocol protocol, String status, int length) throws Exception {
        try (RawBackend backend = answering("HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n");
                TestGateway gateway = TestGateway.pool(backend).h2c().start()) {
            String got = ask(protocol, gateway).toLowerCase(Locale.ROOT);
            assertTrue(got.startsWith(status.substring(0, 3)) && got.contains("content-length: " + length), got);
            assertEquals(1, backend.accepted());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_1,204 No Content,Content-Length: 4",
        "HTTP_1,204 No Content,X: y",
        "HTTP_1,304 Not Modified,X: y",
        "HTTP_1,304 Not Modified,Content-Length: 4",
        "HTTP_2,204 No Content,Content-Length: 4",
        "HTTP_2,204 No Content,X: y",
        "HTTP_2,304 Not Modified,X: y",
        "HTTP_2,304 Not Modified,Content-Length: 4"
    })
    void bodyWhereNoneMayBeReachesNobody(Protocol protocol, String status, String field) throws Exception {
        try (RawBackend backend = answering("HTTP/1.1 " + status + "\r\n" + field + "\r\n\r\nevil");
                TestGateway gateway = TestGateway.pool(backend).h2c().start()) {
            String got = ask(protocol, gateway);
            assertTrue(got.startsWith(status.substring(0, 3)), got);
            assertFalse(got.contains("evil"), got);
            assertEquals(2, backend.accepted());
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void bodyThatComesLateEndsTheIdleConnection(String status) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.send("HTTP/1.1 " + status + "\r\n\r\n");
                    answered.await();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                    talk.readToEnd();
                });
                TestGateway gateway = TestGateway.pool(backend).start();
                RawClient client = RawClient.connect(gateway)) {
            assertTrue(client.get("/").readHead().startsWith("HTTP/1.1 " + status));
            answered.countDown();
            TestGateway.await("the connection is closed", () -> backend.open() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void bodyOfAnInterimResponseIsABadGatewayAndItsConnectionIsNotUsedAgain(Protocol protocol) throws Exception {
        String interim = "HTTP/1.1 103 Early Hints\r\nContent-Length: 4\r\n\r\nevil";
        try (RawBackend backend = answering(interim + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                TestGateway gateway = TestGateway.pool(backend).h2c().start()) {
            String got = ask(protocol, gateway);
            assertTrue(got.contains("502") && got.contains("bad-response"), got);
            assertFalse(got.contains("evil") || got.contains("content-length: 4\n"), got);
            assertEquals(2, backend.accepted());
            gateway.assertIdle();
        }
    }
}
