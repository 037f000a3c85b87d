// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static dev.mooring.lb.testing.H2Client.CONTINUATION;
import static dev.mooring.lb.testing.H2Client.DATA;
import static dev.mooring.lb.testing.H2Client.END_HEADERS;
import static dev.mooring.lb.testing.H2Client.END_STREAM;
import static dev.mooring.lb.testing.H2Client.GOAWAY;
import static dev.mooring.lb.testing.H2Client.HEADERS;
import static dev.mooring.lb.testing.H2Client.PING;
import static dev.mooring.lb.testing.H2Client.PRIORITY;
import static dev.mooring.lb.testing.H2Client.RST_STREAM;
import static dev.mooring.lb.testing.H2Client.SETTINGS;
import static dev.mooring.lb.testing.H2Client.WINDOW_UPDATE;
import static dev.mooring.lb.testing.H2Client.number;
import static dev.mooring.lb.testing.H2Client.octets;
import static dev.mooring.lb.testing.H2Client.section;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.Mutations;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.TestGateway;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Mutated frames of HTTP/2: whatever comes, the connection ends, every exchange is accounted for, nothing is an error of our own,
 * and the next client is served. Always the same mutations; with {@code -Dfuzz.seconds=600} others, for so long.
 */
class FrameFuzzIT {
    private static final int ROUNDS = 500;
    private static final String HEAD = section(":scheme", "http", ":authority", "a", ":path", "/");
    private static final String GET = section(":method", "GET") + HEAD;
    private static final String POST = section(":method", "POST") + HEAD;

    private static final String[] FRAMES = {
        octets(HEADERS, END_HEADERS | END_STREAM, 1, GET),
        octets(HEADERS, END_HEADERS, 1, POST),
        octets(HEADERS, END_HEADERS | END_STREAM, 3, GET + section("cookie", "a=b", "te", "trailers")),
        octets(HEADERS, 0, 5, GET),
        octets(HEADERS, END_HEADERS | 8 | 0x20, 7, "\2" + number(1) + "\20" + GET + "\0\0"),
        octets(CONTINUATION, END_HEADERS, 5, section("x", "y")),
        octets(DATA, 0, 1, "some data"),
        octets(DATA, END_STREAM, 1, "the end"),
        octets(DATA, 8, 1, "\3abc\0\0\0"),
        octets(SETTINGS, 0, 0, "\0\4" + number(65_535) + "\0\1" + number(0)),
        octets(SETTINGS, 1, 0, ""),
        octets(PING, 0, 0, "12345678"),
        octets(WINDOW_UPDATE, 0, 0, number(1000)),
        octets(WINDOW_UPDATE, 0, 1, number(1)),
        octets(PRIORITY, 0, 9, number(1) + "\1"),
        octets(RST_STREAM, 0, 1, number(8)),
        octets(GOAWAY, 0, 0, number(1) + number(0)),
        octets(0x77, 0xff, 1, "unknown"),
        octets(HEADERS, END_HEADERS, 11, section(":method", "CONNECT", ":protocol", "websocket") + HEAD),
    };

    /** Frames of no octets for no stream, more than any frame that was begun can take in: an error of the protocol at the latest. */
    private static final String AT_LAST = "\0".repeat(40_000);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.mooring");

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    @Test
    void whateverComesTheConnectionEndsAndTheNextClientIsServed() throws Exception {
        long seconds = Long.getLong("fuzz.seconds", 0);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (RawBackend backend = RawBackend.named("b");
                TestGateway gateway = TestGateway.pool(backend).h2c().start()) {
            for (long seed = seconds == 0 ? 0 : System.nanoTime(), i = 0;
                    seconds == 0 ? i < ROUNDS : System.nanoTime() < end;
                    seed++, i++) {
                play(gateway, seed);
            }
            try (H2Client client = H2Client.connect(gateway)) {
                assertTrue(client.get(1, "/").response(1).contains(":status: 200\n"));
            }
            gateway.assertIdle();
            assertEquals(
                    List.of(),
                    gateway.records().stream()
                            .filter(record -> record.failure() == Failure.INTERNAL)
                            .toList());
        }
        assertEquals(
                List.of(),
                log.list.stream()
                        .filter(line -> line.getLevel().isGreaterOrEqual(Level.ERROR))
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList());
    }

    private static void play(TestGateway gateway, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder frames = new StringBuilder();
        for (int i = 2 + random.nextInt(6); i > 0; i--) {
            frames.append(FRAMES[random.nextInt(FRAMES.length)]);
        }
        try (H2Client client = H2Client.connect(gateway)) {
            client.wire().send(Mutations.of(frames.toString(), FRAMES, 9, random));
            client.wire().send(AT_LAST);
            client.readToEnd();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("seed " + seed + ": the connection is still open", e);
        } catch (IOException reset) {
            // That is an end, too: it closed while we were still sending.
        }
    }
}
