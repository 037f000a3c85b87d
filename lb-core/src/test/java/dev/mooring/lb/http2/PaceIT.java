// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static dev.mooring.lb.testing.H2Client.DATA;
import static dev.mooring.lb.testing.H2Client.RST_STREAM;
import static dev.mooring.lb.testing.H2Client.WINDOW_UPDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.PaceSpec;
import dev.mooring.lb.model.TimeoutSpec;
import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.TestGateway;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How fast a client must be on the streams of HTTP/2; as {@code LimitsIT} has it for HTTP/1. */
final class PaceIT {
    private static final Optional<Duration> SOON = Optional.of(Duration.ofMillis(300));

    private static RawBackend reading() throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                talk.ok(head.startsWith("GET ") ? "quick" : talk.readChunked());
            }
        });
    }

    private static TestGateway.Plan plan(RawBackend backend, PaceSpec pace) {
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
                        LimitSpec.DEFAULT_STREAMS));
    }

    @Test
    void bodyThatDoesNotComeEndsItsStreamAndNoOther() throws Exception {
        try (RawBackend backend = reading();
                TestGateway gateway =
                        plan(backend, new PaceSpec(SOON, 1, Optional.empty())).start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false).data(1, "hello", false);
            String response = client.response(1);
            assertTrue(response.startsWith(":status: 408\n") && response.contains("slow-body"), response);
            assertEquals(Http2Error.NO_ERROR.code(), client.await(RST_STREAM).code());
            assertEquals(Failure.SLOW_BODY, gateway.record().failure());
            assertTrue(client.get(3, "/").response(3).endsWith("quick"));
            gateway.assertIdle();
        }
    }

    @Test
    void bodyThatOnlyTricklesIsTooSlowWhereProgressIsAskedFor() throws Exception {
        try (RawBackend backend = reading();
                TestGateway gateway =
                        plan(backend, new PaceSpec(SOON, 1000, Optional.empty())).start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false);
            while (gateway.ended() == 0) {
                client.data(1, "x", false);
                LockSupport.parkNanos(5_000_000);
            }
            assertTrue(client.response(1).startsWith(":status: 408\n"));
            assertEquals(Failure.SLOW_BODY, gateway.record().failure());
        }
    }

    @Test
    void bodyThatKeepsItsPaceIsServed() throws Exception {
        try (RawBackend backend = reading();
                TestGateway gateway = plan(
                                backend, new PaceSpec(Optional.of(Duration.ofMillis(600)), 1, Optional.empty()))
                        .start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false);
            for (int i = 0; i < 12; i++) {
                LockSupport.parkNanos(75_000_000);
                client.data(1, "x", i == 11);
            }
            assertTrue(client.response(1).endsWith("x".repeat(12)));
            gateway.assertIdle();
        }
    }

    @Test
    void bodyThatABackendDoesNotTakeIsNotTheClientsFault() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.socket().setReceiveBufferSize(64 * 1024);
                    talk.readHead();
                    while (talk.socket().isConnected()) {
                        LockSupport.parkNanos(20_000_000);
                    }
                });
                TestGateway gateway = plan(backend, new PaceSpec(SOON, 1, SOON))
                        .timeouts(t -> new TimeoutSpec(
                                t.connect(), t.firstByte(), Optional.of(Duration.ofMillis(1500)), Optional.empty()))
                        .start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false);
            int window = 65_535;
            String block = "x".repeat(16_000);
            while (gateway.ended() == 0) {
                if (window >= block.length()) {
                    client.data(1, block, false);
                    window -= block.length();
                } else {
                    H2Client.Frame frame = client.next();
                    window += frame.type() == WINDOW_UPDATE && frame.stream() == 1 ? frame.lastStream() : 0;
                }
            }
            assertEquals(Failure.BODY_STALLED, gateway.record().failure());
        }
    }

    @Test
    void clientThatTakesNothingOfAResponseIsCutAndItsOtherStreamsAreNot() throws Exception {
        byte[] block = new byte[1 << 20];
        try (RawBackend backend = RawBackend.start(talk -> {
                    if (talk.readHead().startsWith("GET /quick")) {
                        talk.ok("quick");
                        return;
                    }
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + (100L << 20) + "\r\n\r\n");
                    for (int i = 0; i < 100; i++) {
                        talk.send(block);
                    }
                });
                TestGateway gateway =
                        plan(backend, new PaceSpec(Optional.empty(), 1, SOON)).start();
                H2Client client = H2Client.connect(gateway)) {
            client.frame(WINDOW_UPDATE, 0, 0, H2Client.number(1 << 30));
            client.get(1, "/").fields();
            assertEquals(1, client.await(RST_STREAM).stream());
            assertEquals(Failure.SLOW_READER, gateway.record().failure());
            assertEquals(BodyEnd.GONE_CLIENT, gateway.record().bodyEnd());
            assertTrue(client.get(3, "/quick").response(3).endsWith("quick"));
            gateway.assertIdle();
        }
    }

    @Test
    void clientThatReadsSlowlyIsServed() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.ok("x".repeat(400_000));
                });
                TestGateway gateway = plan(
                                backend,
                                new PaceSpec(Optional.empty(), 1, Optional.of(Duration.ofMillis(800))))
                        .start();
                H2Client client = H2Client.connect(gateway)) {
            client.frame(WINDOW_UPDATE, 0, 0, H2Client.number(1 << 30));
            client.get(1, "/");
            int got = 0;
            H2Client.Frame frame;
            do {
                if (got >= 65_535) {
                    LockSupport.parkNanos(50_000_000);
                    client.frame(WINDOW_UPDATE, 0, 1, H2Client.number(16_000));
                }
                frame = client.await(DATA);
                got += frame.payload().length();
            } while (!frame.endStream());
            assertEquals(400_000, got);
            gateway.assertIdle();
        }
    }
}
