// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.PaceSpec;
import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How fast a client of HTTP/2 must be with each of its streams. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PaceIT {
    private static final int BIG = 1 << 20;

    private static TestGateway gateway(RawBackend backend, PaceSpec pace) throws IOException {
        LimitSpec usual = LimitSpec.DEFAULT;
        return TestGateway.pool(backend)
                .h2c()
                .limits(new LimitSpec(
                        usual.requestLine(),
                        usual.headerBytes(),
                        usual.headerCount(),
                        usual.bodyBytes(),
                        usual.headerTime(),
                        usual.keepAlive(),
                        usual.connections(),
                        pace,
                        LimitSpec.UNLIMITED,
                        LimitSpec.UNLIMITED,
                        LimitSpec.DEFAULT_STREAMS,
                        LimitSpec.DEFAULT_PENDING))
                .start();
    }

    private static RawBackend backend() throws IOException {
        byte[] block = new byte[BIG];
        return RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                if (head.startsWith("GET /big ")) {
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + BIG + "\r\n\r\n");
                    talk.send(block);
                } else {
                    talk.ok(talk.read(RawClient.contentLength(head)));
                }
            }
        });
    }

    @Test
    void bodyThatDoesNotComeIsATimeoutAndOtherStreamsGoOn() throws Exception {
        PaceSpec soon = new PaceSpec(Optional.of(Duration.ofMillis(200)), 1, Optional.empty());
        try (RawBackend backend = backend();
                TestGateway gateway = gateway(backend, soon);
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false, "content-length", "10").data(1, "half", false);
            String response = client.response(1);
            assertTrue(response.contains(":status: 408"), response);
            assertTrue(response.contains("slow-body"), response);
            assertEquals(Failure.SLOW_BODY, gateway.record().failure());
            assertEquals(H2Client.RST_STREAM, client.next().type());
            client.get(3, "/");
            assertTrue(client.response(3).contains(":status: 200"));
            gateway.assertIdle();
        }
    }

    @Test
    void bodyThatKeepsItsPaceIsServed() throws Exception {
        PaceSpec pace = new PaceSpec(Optional.of(Duration.ofMillis(800)), 1, Optional.empty());
        try (RawBackend backend = backend();
                TestGateway gateway = gateway(backend, pace);
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false, "content-length", "12");
            for (int i = 1; i <= 12; i++) {
                LockSupport.parkNanos(100_000_000);
                client.data(1, "x", i == 12);
            }
            assertTrue(client.response(1).endsWith("x".repeat(12)));
        }
    }

    @Test
    void streamThatIsNotReadIsCutAndOthersGoOn() throws Exception {
        PaceSpec soon = new PaceSpec(Optional.empty(), 1, Optional.of(Duration.ofMillis(200)));
        try (RawBackend backend = backend();
                TestGateway gateway = gateway(backend, soon);
                // Stream windows of 1000 octets, so that the connection has room for others.
                H2Client client = H2Client.connect(gateway, 4, 1000)) {
            client.get(1, "/big");
            assertTrue(client.fields().contains(":status: 200"));
            assertEquals(Failure.SLOW_READER, gateway.record().failure());
            assertEquals(BodyEnd.GONE_CLIENT, gateway.record().bodyEnd());
            H2Client.Frame frame = client.next();
            while (frame.type() != H2Client.RST_STREAM) {
                frame = client.next();
            }
            assertEquals(1, frame.stream());
            client.get(3, "/");
            assertTrue(client.response(3).contains(":status: 200"));
            gateway.assertIdle();
        }
    }

    @Test
    void restOfAFinishedResponseThatIsNotReadIsCutToo() throws Exception {
        PaceSpec soon = new PaceSpec(Optional.empty(), 1, Optional.of(Duration.ofMillis(200)));
        try (RawBackend backend = backend();
                TestGateway gateway = gateway(backend, soon);
                H2Client client = H2Client.connect(gateway, 4, 3)) {
            client.request(1, "POST", "/", false, "content-length", "5").data(1, "hello", true);
            assertTrue(client.fields().contains(":status: 200"));
            assertEquals(BodyEnd.CLEAN, gateway.record().bodyEnd());
            H2Client.Frame frame = client.next();
            while (frame.type() != H2Client.RST_STREAM) {
                frame = client.next();
            }
            assertEquals(1, frame.stream());
        }
    }

    @Test
    void streamThatIsReadSlowlyButSteadilyIsServed() throws Exception {
        PaceSpec pace = new PaceSpec(Optional.empty(), 1, Optional.of(Duration.ofMillis(800)));
        try (RawBackend backend = backend();
                TestGateway gateway = gateway(backend, pace);
                H2Client client = H2Client.connect(gateway, 4, 100_000)) {
            client.get(1, "/big");
            int read = 0;
            boolean last = false;
            while (!last) {
                H2Client.Frame frame = client.next();
                if (frame.type() == H2Client.SETTINGS && (frame.flags() & 1) == 0) {
                    client.frame(H2Client.SETTINGS, 1, 0, "");
                }
                assertTrue(frame.type() != H2Client.RST_STREAM, "cut after " + read);
                if (frame.type() == H2Client.DATA && !frame.payload().isEmpty()) {
                    read += frame.payload().length();
                    LockSupport.parkNanos(10_000_000);
                    String more = H2Client.number(frame.payload().length());
                    client.frame(H2Client.WINDOW_UPDATE, 0, 0, more).frame(H2Client.WINDOW_UPDATE, 0, 1, more);
                }
                last = frame.type() == H2Client.DATA && frame.endStream();
            }
            assertEquals(BIG, read);
        }
    }
}
