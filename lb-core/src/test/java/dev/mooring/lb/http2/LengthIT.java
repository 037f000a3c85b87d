// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http2;

import static dev.mooring.lb.testing.H2Client.END_HEADERS;
import static dev.mooring.lb.testing.H2Client.END_STREAM;
import static dev.mooring.lb.testing.H2Client.HEADERS;
import static dev.mooring.lb.testing.H2Client.RST_STREAM;
import static dev.mooring.lb.testing.H2Client.section;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.PaceSpec;
import dev.mooring.lb.testing.H2Client;
import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request of HTTP/2 says about its length, and what comes (RFC 9113, 8.1.1). */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LengthIT {
    /** Answers each whole request with its body, and remembers it; a part of one is nothing. */
    private static RawBackend remembering(List<String> whole) throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                String body = head.contains("Transfer-Encoding")
                        ? talk.readChunked()
                        : talk.read(RawClient.contentLength(head));
                whole.add(head.substring(0, head.indexOf(" HTTP")) + " " + body);
                talk.ok("<" + body + ">");
            }
        });
    }

    private static void assertMalformed(H2Client client, int stream) throws IOException {
        H2Client.Frame reset = client.await(RST_STREAM);
        assertEquals(stream, reset.stream());
        assertEquals(Http2Error.PROTOCOL_ERROR.code(), reset.code());
    }

    @Test
    void aRequestThatSaysThatItIsEmptyAndIsNotNeverReachesABackend() throws Exception {
        List<String> whole = new CopyOnWriteArrayList<>();
        try (RawBackend backend = remembering(whole);
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/one", false, "content-length", "0").data(1, "x", true);
            assertMalformed(client, 1);
            client.request(3, "POST", "/two", false, "content-length", "0").data(3, "", false);
            client.data(3, "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n", true);
            assertMalformed(client, 3);
            assertEquals(Failure.BAD_FRAMING, gateway.record(2).failure());
            assertTrue(client.get(5, "/three").response(5).endsWith("<>"));
            assertEquals(List.of("GET /three "), whole);
            gateway.assertIdle();
        }
    }

    @Test
    void anEmptyRequestIsForwardedOnceItsEndIsKnown() throws Exception {
        List<String> whole = new CopyOnWriteArrayList<>();
        try (RawBackend backend = remembering(whole);
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/at-once", true, "content-length", "0");
            assertTrue(client.response(1).endsWith("<>"));
            client.request(3, "POST", "/data", false, "content-length", "0").data(3, "", true);
            assertTrue(client.response(3).endsWith("<>"));
            client.request(5, "POST", "/trailers", false, "content-length", "0");
            client.frame(HEADERS, END_HEADERS | END_STREAM, 5, section("x-check", "5"));
            assertTrue(client.response(5).endsWith("<>"));
            assertEquals(List.of("POST /at-once ", "POST /data ", "POST /trailers "), whole);
            gateway.assertIdle();
        }
    }

    @Test
    void anEmptyRequestWhoseEndDoesNotComeIsATimeout() throws Exception {
        List<String> whole = new CopyOnWriteArrayList<>();
        LimitSpec usual = LimitSpec.DEFAULT;
        LimitSpec soon = new LimitSpec(
                usual.requestLine(),
                usual.headerBytes(),
                usual.headerCount(),
                usual.bodyBytes(),
                usual.headerTime(),
                usual.keepAlive(),
                usual.connections(),
                new PaceSpec(Optional.of(Duration.ofMillis(200)), 1, Optional.empty()),
                LimitSpec.UNLIMITED,
                LimitSpec.UNLIMITED,
                LimitSpec.DEFAULT_STREAMS,
                LimitSpec.DEFAULT_PENDING);
        try (RawBackend backend = remembering(whole);
                TestGateway gateway =
                        TestGateway.pool(backend).h2c().limits(soon).start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false, "content-length", "0");
            assertTrue(client.response(1).startsWith(":status: 408"));
            assertEquals(Failure.SLOW_BODY, gateway.record(1).failure());
            client.request(3, "POST", "/", false, "content-length", "3").data(3, "abc", false);
            client.await(RST_STREAM);
            assertTrue(client.response(3).startsWith(":status: 408"));
            assertEquals(Failure.SLOW_BODY, gateway.record(2).failure());
            assertEquals(List.of(), whole);
            gateway.assertIdle();
        }
    }

    @Test
    void anEmptyRequestThatIsGivenUpBeforeItsEndIsCounted() throws Exception {
        List<String> whole = new CopyOnWriteArrayList<>();
        try (RawBackend backend = remembering(whole);
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false, "content-length", "0");
            client.frame(RST_STREAM, 0, 1, H2Client.number(8));
            assertEquals(Failure.CLIENT_GONE, gateway.record(1).failure());
            assertEquals(List.of(), whole);
            gateway.assertIdle();
        }
    }

    @Test
    void aBodyThatIsLongerThanItSaysIsNotCompleteForTheBackend() throws Exception {
        List<String> whole = new CopyOnWriteArrayList<>();
        try (RawBackend backend = remembering(whole);
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/long", false, "content-length", "5").data(1, "hello", false);
            // Time for the backend to be connected to, and to get what it may get.
            TestGateway.await("the backend has the head", () -> backend.heads().size() == 1);
            client.data(1, "!", true);
            assertMalformed(client, 1);
            client.request(3, "POST", "/short", false, "content-length", "5").data(3, "hell", false);
            client.data(3, "", true);
            assertMalformed(client, 3);
            client.request(5, "POST", "/trailers", false, "content-length", "5").data(5, "hell", false);
            client.frame(HEADERS, END_HEADERS | END_STREAM, 5, section("x-check", "5"));
            assertMalformed(client, 5);
            assertEquals(Failure.BAD_FRAMING, gateway.record(3).failure());
            assertTrue(client.get(7, "/").response(7).endsWith("<>"));
            assertEquals(List.of("GET / "), whole);
            gateway.assertIdle();
        }
    }

    @Test
    void aBodyAsLongAsItSaysPassesHoweverItEnds() throws Exception {
        List<String> whole = new CopyOnWriteArrayList<>();
        try (RawBackend backend = remembering(whole);
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false, "content-length", "5").data(1, "hello", true);
            assertTrue(client.response(1).endsWith("<hello>"));
            client.request(3, "POST", "/", false, "content-length", "5").data(3, "hello", false);
            client.data(3, "", true);
            assertTrue(client.response(3).endsWith("<hello>"));
            client.request(5, "POST", "/", false, "content-length", "5").data(5, "hel", false);
            client.data(5, "lo", false).data(5, "", false);
            client.frame(HEADERS, END_HEADERS | END_STREAM, 5, section("x-check", "5"));
            assertTrue(client.response(5).endsWith("<hello>"));
            String big = "x".repeat(16_000);
            client.request(7, "POST", "/", false, "content-length", "48000");
            client.data(7, big, false).data(7, big, false).data(7, big, false).data(7, "", true);
            assertTrue(client.response(7).endsWith("<" + big + big + big + ">"));
            gateway.assertIdle();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5,5", "5, 5", "5,", ",5", "+5", "-5", "", "5 ", "0x5", "5.0", "5;5", "99999999999999999999"})
    void aLengthThatIsNotANumberIsMalformed(String length) throws Exception {
        assertRefused("content-length", length);
    }

    @Test
    void moreThanOneLengthIsMalformedWhetherTheyAgreeOrNot() throws Exception {
        assertRefused("content-length", "5", "content-length", "5");
        assertRefused("content-length", "5", "content-length", "6");
        assertRefused("content-length", "5", "content-length", "");
        assertRefused("content-length", "0", "content-length", "0");
    }

    private static void assertRefused(String... fields) throws Exception {
        List<String> whole = new CopyOnWriteArrayList<>();
        try (RawBackend backend = remembering(whole);
                TestGateway gateway = TestGateway.pool(backend).h2c().start();
                H2Client client = H2Client.connect(gateway)) {
            client.request(1, "POST", "/", false, fields).data(1, "hello", true);
            assertMalformed(client, 1);
            assertEquals(Failure.BAD_FRAMING, gateway.record(1).failure());
            assertTrue(client.get(3, "/").response(3).endsWith("<>"));
            assertEquals(List.of("GET / "), whole);
            gateway.assertIdle();
        }
    }
}
