// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static dev.mooring.lb.testing.H2Client.DATA;
import static dev.mooring.lb.testing.H2Client.END_HEADERS;
import static dev.mooring.lb.testing.H2Client.HEADERS;
import static dev.mooring.lb.testing.H2Client.PING;
import static dev.mooring.lb.testing.H2Client.WINDOW_UPDATE;
import static dev.mooring.lb.testing.H2Client.section;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.Scales;
import dev.mooring.lb.testing.TestGateway;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * What a balancer holds for the streams of an HTTP/2 connection whose reader stops, measured as {@code BackPressureIT} does for
 * HTTP/1.1: every buffer that is alive, looked at all the time.
 */
final class HeldIT {
    private static final int STREAMS = 8;
    private static final long MOST_HELD = 384 * 1024;
    private static final byte[] BLOCK = new byte[64 * 1024];

    private static TestGateway gateway(Scales scales, RawBackend backend) throws Exception {
        return TestGateway.pool(backend)
                .h2c()
                .allocator(scales.allocator())
                .threads(1)
                .start();
    }

    /** Sends a body without an end, and counts. */
    private static void pour(RawBackend.Talk talk, AtomicLong sent) throws Exception {
        talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + (1L << 40) + "\r\n\r\n");
        while (true) {
            talk.send(BLOCK);
            sent.addAndGet(BLOCK.length);
        }
    }

    private static void awaitStandstill(AtomicLong sent) {
        long[] last = {-1};
        TestGateway.await("it stops", () -> {
            long now = sent.get();
            boolean still = now == last[0] && now > 0;
            last[0] = now;
            LockSupport.parkNanos(200_000_000);
            return still;
        });
    }

    @Test
    void streamsWhoseClientReadsNothingHoldABoundedBufferEachAndStopNoOther() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (Scales scales = new Scales();
                RawBackend backend = RawBackend.start(talk -> {
                    if (talk.readHead().startsWith("GET /stall")) {
                        pour(talk, sent);
                    } else {
                        talk.ok("quick");
                    }
                });
                TestGateway gateway = gateway(scales, backend);
                H2Client client = H2Client.connect(gateway)) {
            client.frame(WINDOW_UPDATE, 0, 0, H2Client.number(1 << 30));
            client.get(1, "/stall");
            awaitStandstill(sent);
            assertTrue(scales.held() > 0, "nothing is held: is this the allocator that is used?");
            assertTrue(scales.most() <= MOST_HELD, "held for one: " + scales.most());
            for (int i = 1; i < STREAMS; i++) {
                client.get(2 * i + 1, "/stall");
            }
            awaitStandstill(sent);
            client.get(99, "/quick");
            assertTrue(client.response(99).endsWith("quick"));
            assertTrue(scales.most() <= STREAMS * MOST_HELD, "held for " + STREAMS + ": " + scales.most());
            System.out.println("download: " + STREAMS + " streams, held " + scales.held() / 1024 + " KiB, at most "
                    + scales.most() / 1024 + " KiB");
            client.wire().reset();
            gateway.assertIdle();
            TestGateway.await("all memory has been given back", () -> scales.held() == 0);
        }
    }

    @Test
    void connectionThatIsNotReadAtAllHoldsNoMoreThanItsStreams() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (Scales scales = new Scales();
                RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    pour(talk, sent);
                });
                TestGateway gateway = gateway(scales, backend);
                H2Client client = H2Client.connect(gateway, 4, Integer.MAX_VALUE)) {
            client.frame(WINDOW_UPDATE, 0, 0, H2Client.number(1 << 30));
            for (int i = 0; i < STREAMS; i++) {
                client.get(2 * i + 1, "/");
            }
            awaitStandstill(sent);
            System.out.println(
                    "unread: held " + scales.held() / 1024 + " KiB, at most " + scales.most() / 1024 + " KiB");
            assertTrue(scales.most() <= STREAMS * MOST_HELD, "held: " + scales.most());
            client.wire().reset();
            gateway.assertIdle();
            TestGateway.await("all memory has been given back", () -> scales.held() == 0);
        }
    }

    /** Each frame is a byte with as much padding as there can be, which is of no use to anybody. */
    @Test
    void whatWaitsForABackendIsNoMoreThanWhatWasSent() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        int frames = 100;
        int octets = frames * 257;
        String padded =
                H2Client.octets(DATA, 8, 1, "\u00ffx" + "\0".repeat(255)).repeat(frames);
        try (Scales scales = new Scales();
                RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    over.await();
                });
                TestGateway gateway = gateway(scales, backend);
                H2Client client = H2Client.connect(gateway)) {
            // A tunnel takes nothing before there is one.
            String pseudo = section(":method", "CONNECT", ":protocol", "websocket", ":scheme", "http");
            client.frame(HEADERS, END_HEADERS, 1, pseudo + section(":authority", "a", ":path", "/"));
            long window = 65_535;
            for (int round = 0; round < 40; round++) {
                while (window < octets) {
                    H2Client.Frame update = client.await(WINDOW_UPDATE);
                    window += update.stream() == 1 ? update.lastStream() : 0;
                }
                client.wire().send(padded);
                window -= octets;
            }
            client.frame(PING, 0, 0, "12345678").await(PING);
            System.out.println(
                    "padded: held " + scales.held() / 1024 + " KiB, at most " + scales.most() / 1024 + " KiB");
            assertTrue(scales.held() <= MOST_HELD, "held: " + scales.held());
            client.wire().reset();
            gateway.assertIdle();
            over.countDown();
            TestGateway.await("all memory has been given back", () -> scales.held() == 0);
        }
    }
}
