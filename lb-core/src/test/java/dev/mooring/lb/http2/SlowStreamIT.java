// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static dev.mooring.lb.testing.H2Client.RST_STREAM;
import static dev.mooring.lb.testing.H2Client.WINDOW_UPDATE;
import static dev.mooring.lb.testing.H2Client.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.PaceSpec;
import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.TestGateway;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A stream whose client does not do its part is given up, and the others of its connection go on. */
class SlowStreamIT {
    private static final Optional<Duration> SOON = Optional.of(Duration.ofMillis(300));
    private static final int INITIAL_WINDOW = 4;
    private static final byte[] MEGABYTE = new byte[1 << 20];

    private static TestGateway gateway(RawBackend backend, PaceSpec pace) throws Exception {
        LimitSpec usual = LimitSpec.DEFAULT;
        LimitSpec limits = new LimitSpec(
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
                LimitSpec.DEFAULT_STREAMS);
        return TestGateway.pool(backend).h2c().limits(limits).start();
    }

    private static RawBackend backend() throws Exception {
        return RawBackend.start(talk -> {
            String head = talk.readHead();
            if (head.startsWith("GET /big ")) {
                talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + (8L << 20) + "\r\n\r\n");
                for (int i = 0; i < 8; i++) {
                    talk.send(MEGABYTE);
                }
            } else if (head.startsWith("POST ")) {
                talk.ok(talk.readChunked());
            } else {
                talk.ok("fine");
            }
        });
    }

    @Test
    void aBodyThatDoesNotComeIsATimeoutOfTheClient() throws Exception {
        try (RawBackend backend = backend();
                TestGateway gateway = gateway(backend, new PaceSpec(SOON, 1, Optional.empty()));
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false).data(1, "hello", false);
            String response = client.response(1);
            assertTrue(response.startsWith(":status: 408\n"), response);
            assertEquals(Http2Error.NO_ERROR.code(), client.await(RST_STREAM).code());
            assertEquals(Failure.SLOW_BODY, gateway.record().failure());
            assertTrue(client.get(3, "/").response(3).startsWith(":status: 200\n"));
            gateway.assertIdle();
        }
    }

    @Test
    void aSlowBodyThatKeepsItsPaceIsServed() throws Exception {
        try (RawBackend backend = backend();
                TestGateway gateway =
                        gateway(backend, new PaceSpec(Optional.of(Duration.ofMillis(600)), 1, Optional.empty()));
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false);
            for (int i = 0; i < 12; i++) {
                LockSupport.parkNanos(80_000_000);
                client.data(1, "x", i == 11);
            }
            assertTrue(client.response(1).startsWith(":status: 200\n"));
        }
    }

    @Test
    void aResponseOfWhichTheClientTakesNothingIsGivenUp() throws Exception {
        try (RawBackend backend = backend();
                TestGateway gateway = gateway(backend, new PaceSpec(Optional.empty(), 1, SOON));
                H2Client client = H2Client.connect(gateway, INITIAL_WINDOW, 0)) {
            assertTrue(client.get(1, "/big").fields().startsWith(":status: 200\n"));
            assertEquals(
                    Http2Error.INTERNAL_ERROR.code(), client.await(RST_STREAM).code());
            assertEquals(Failure.SLOW_READER, gateway.record().failure());
            client.get(3, "/").frame(WINDOW_UPDATE, 0, 3, number(100));
            assertTrue(client.response(3).startsWith(":status: 200\n"));
            gateway.assertIdle();
        }
    }

    @Test
    void aClientThatTakesALittleNowAndThenIsServed() throws Exception {
        try (RawBackend backend = backend();
                TestGateway gateway =
                        gateway(backend, new PaceSpec(Optional.empty(), 1, Optional.of(Duration.ofMillis(600))));
                H2Client client = H2Client.connect(gateway, INITIAL_WINDOW, 0)) {
            client.get(1, "/big");
            for (int i = 0; i < 12; i++) {
                LockSupport.parkNanos(80_000_000);
                client.frame(WINDOW_UPDATE, 0, 0, number(1 << 16)).frame(WINDOW_UPDATE, 0, 1, number(1 << 16));
            }
            assertEquals(0, gateway.ended(), "it reads on");
        }
    }
}
