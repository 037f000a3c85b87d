// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static dev.mooring.lb.testing.H2Client.CONTINUATION;
import static dev.mooring.lb.testing.H2Client.DATA;
import static dev.mooring.lb.testing.H2Client.END_HEADERS;
import static dev.mooring.lb.testing.H2Client.END_STREAM;
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

import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.TestGateway;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that cost more than they pay: each is told to calm down, and is closed. */
final class FloodIT {
    private static final int MANY = 3000;
    private static final String GET = section(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/");

    /** What is sent once, and then again and again. */
    private record Flood(String name, String first, String again) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Flood> floods() {
        String open = octets(HEADERS, END_HEADERS, 1, GET.replace("GET", "PUT"));
        return Stream.of(
                new Flood("pings", "", octets(PING, 0, 0, "12345678")),
                new Flood("settings", "", octets(SETTINGS, 0, 0, "")),
                new Flood("settings that change the table", "", octets(SETTINGS, 0, 0, "\0\1" + number(1))),
                new Flood("priorities", "", octets(PRIORITY, 0, 1, number(0) + "\1")),
                new Flood("window updates", "", octets(WINDOW_UPDATE, 0, 0, number(1))),
                new Flood("unknown frames", "", octets(0x77, 0, 0, "")),
                new Flood("empty data", open, octets(DATA, 0, 1, "")),
                new Flood("padding alone", open, octets(DATA, 8, 1, "\3\0\0\0")),
                new Flood("continuations", octets(HEADERS, 0, 1, GET), octets(CONTINUATION, 0, 1, "\0\1a\1b")),
                new Flood("empty continuations", octets(HEADERS, 0, 1, GET), octets(CONTINUATION, 0, 1, "")));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void aFloodEndsTheConnection(Flood flood) throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> talk.readToEnd());
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.wire().send(flood.first());
            pour(client, flood.again().repeat(MANY));
            assertCalmed(client, gateway);
        }
    }

    @Test
    void rapidResetEndsTheConnection() throws Exception {
        try (RawBackend backend = RawBackend.named("b1");
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < MANY; i++) {
                all.append(octets(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, GET));
                all.append(octets(RST_STREAM, 0, 2 * i + 1, number(8)));
            }
            pour(client, all.toString());
            assertCalmed(client, gateway);
            assertTrue(gateway.ended() < 500, () -> gateway.ended() + " requests were served");
        }
    }

    @Test
    void streamsThatMustBeResetEndTheConnection() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> talk.readToEnd());
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < MANY; i++) {
                all.append(octets(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, GET));
                // A window that may not be opened by nothing.
                all.append(octets(WINDOW_UPDATE, 0, 2 * i + 1, number(0)));
            }
            pour(client, all.toString());
            assertCalmed(client, gateway);
        }
    }

    @Test
    void aClientThatDoesNotReadItsAnswersIsNotRead() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    while (true) {
                        talk.readHead();
                        talk.send("HTTP/1.1 204 No Content\r\nX: " + "y".repeat(8000) + "\r\n\r\n");
                    }
                });
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.wire().socket().setSoTimeout(10_000);
            int sent = 0;
            // 400 MB of answers: they fit nowhere.
            for (; sent < 50_000 && gateway.ended() > sent - 1000; sent++) {
                client.get(2 * sent + 1, "/");
            }
            assertTrue(sent < 50_000, "all requests were served to a client that reads nothing");
        }
    }

    @Test
    void aLongDownloadInSmallStepsIsNoFlood() throws Exception {
        try (RawBackend backend = RawBackend.start(talk -> {
                    talk.readHead();
                    talk.ok("z".repeat(4_000_000));
                });
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/");
            int got = 0;
            while (got < 4_000_000) {
                H2Client.Frame frame = client.next();
                if (frame.type() == DATA) {
                    got += frame.payload().length();
                    client.frame(WINDOW_UPDATE, 0, 0, number(frame.payload().length()));
                    client.frame(WINDOW_UPDATE, 0, 1, number(frame.payload().length()));
                }
            }
            assertEquals(4_000_000, got);
            gateway.assertIdle();
        }
    }

    private static void pour(H2Client client, String octets) {
        try {
            client.wire().send(octets);
        } catch (IOException closed) {
            // Before all was sent, as it should be.
            assert closed != null;
        }
    }

    private static void assertCalmed(H2Client client, TestGateway gateway) throws Exception {
        assertEquals(
                Http2Error.ENHANCE_YOUR_CALM.code(),
                client.await(H2Client.GOAWAY).code());
        client.close();
        TestGateway.await("closed", () -> gateway.server().clientConnections() == 0);
        gateway.assertIdle();
    }
}
