// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultIT {
    private static final String STREAM = "/api/events/stream?interval=10";

    private final CountDownLatch crashed = new CountDownLatch(1);
    private final SampleServer server =
            SampleServer.builder().name("b1").onCrash(crashed::countDown).start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFrozenServerSaysNothingAndGoesOnWithoutAGapWhenItThaws() throws IOException {
        try (Wire stream = Wire.to(server).getPlain(STREAM + "&count=60&heartbeat=10");
                Wire idle = Wire.to(server);
                Wire upload = Wire.to(server)) {
            stream.until("data: ");
            upload.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
            Http.control(server, "freeze");
            upload.send("def");
            idle.get("/health");
            // What was on its way before the freeze may still arrive; then silence.
            stream.isSilentFor(100);
            assertTrue(stream.isSilentFor(250), stream.soFar());
            assertTrue(idle.isSilentFor(50), idle.soFar());
            assertTrue(upload.isSilentFor(50), upload.soFar());
            try (Wire late = Wire.to(server).get("/health")) {
                assertTrue(late.isSilentFor(50), late.soFar());
                assertTrue(Http.control(server, "thaw").contains("\"frozen\":false"));
                late.until("\"up\"");
            }
            idle.until("\"up\"");
            upload.until("\"bytes\":6");
            List<Sse.Message> messages = Sse.messages(stream.toEnd());
            assertEquals(60, messages.size());
            assertEquals(59, messages.get(59).number() - messages.get(0).number());
        }
    }

    @Test
    void aStreamThatWasFrozenForLongerThanTheRingIsCutSoThatItLearnsOfTheGap() throws IOException {
        try (SampleServer small = SampleServer.builder().ring(3).start();
                Wire stream = Wire.to(small).getPlain("/api/events/stream?interval=0")) {
            stream.until("retry");
            Http.control(small, "freeze");
            for (int n = 0; n < 5; n++) {
                small.broadcast("x");
            }
            assertTrue(stream.isSilentFor(50));
            Http.control(small, "thaw");
            stream.toEnd();
            assertEquals(1, small.streamsDropped());
        }
    }

    @Test
    void aFrozenServerCanBeThawedOverAConnectionThatWasOpenBefore() throws IOException {
        try (Wire wire = Wire.to(server)) {
            wire.send("POST /control/freeze HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .until("\"frozen\":true");
            wire.forget();
            wire.send("POST /control/thaw HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .until("\"frozen\":false");
        }
    }

    @Test
    void aFrozenServerStopsInOrder() throws IOException {
        try (Wire wire = Wire.to(server).get("/health")) {
            wire.until("\"up\"");
            Http.control(server, "freeze");
            wire.get("/health");
            server.close();
            // An end or a reset: the kernel resets when the request it holds was never read.
            wire.endsWithReset();
        }
    }

    @Test
    void aCutLeavesHalfAnEventAndNoEndOfTheBody() throws IOException {
        try (Wire chunked = Wire.to(server).get(STREAM);
                Wire plain = Wire.to(server).getPlain(STREAM)) {
            chunked.until("data: ");
            plain.until("data: ");
            assertTrue(Http.control(server, "cut").contains("\"cut\":2"));
            assertFalse(chunked.toEnd().contains("\r\n0\r\n"), chunked.soFar());
            String all = plain.toEnd();
            assertFalse(all.endsWith("\n\n"), all);
            assertTrue(all.substring(all.lastIndexOf("\n\n")).contains("id: b1-"), all);
        }
        Eventually.holds("the streams are forgotten", () -> server.streams() == 0);
    }

    @Test
    void aRefusingServerRefusesNewConnectionsOnlyAndComesBackByItself() throws IOException {
        try (Wire stream = Wire.to(server).getPlain(STREAM)) {
            stream.until("data: ");
            assertTrue(Http.control(server, "refuse?for=300").contains("\"refusing\":true"));
            assertThrows(ConnectException.class, () -> Wire.to(server));
            stream.forget();
            stream.until("data: ");
            Eventually.holds("it listens again", this::isAccepting);
        }
    }

    @Test
    void acceptEndsARefusalEarlyOverAConnectionThatIsOpen() throws IOException {
        try (Wire wire = Wire.to(server)) {
            wire.send("POST /control/refuse HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .until("\"refusing\":true");
            assertThrows(ConnectException.class, () -> Wire.to(server));
            wire.forget();
            wire.send("POST /control/accept HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .until("\"refusing\":false");
            assertTrue(isAccepting());
        }
    }

    @Test
    void anUnhealthyServerSaysSoToProbesAndServesOn() {
        Http.control(server, "unhealthy");
        assertEquals(503, Http.get(server, "/health").statusCode());
        assertEquals(200, Http.get(server, "/api/whoami").statusCode());
        Http.control(server, "healthy");
        assertEquals(200, Http.get(server, "/health").statusCode());
    }

    @Test
    void latencyDelaysAnswersAndResetEndsAllFaults() throws IOException {
        Http.control(server, "latency?ms=300");
        try (Wire wire = Wire.to(server).get("/health")) {
            assertTrue(wire.isSilentFor(150));
            wire.until("\"up\"");
        }
        Http.control(server, "unhealthy");
        Http.control(server, "freeze");
        assertEquals(
                "{\"server\":\"b1\",\"frozen\":true,\"refusing\":false,\"unhealthy\":true,\"latencyMs\":300}",
                Http.get(server, "/control").body());
        assertEquals(
                "{\"server\":\"b1\",\"frozen\":false,\"refusing\":false,\"unhealthy\":false,\"latencyMs\":0}",
                Http.control(server, "reset"));
    }

    @Test
    void aCrashResetsConnectionsAndIsNotAnswered() throws Exception {
        try (Wire stream = Wire.to(server).getPlain(STREAM);
                Wire control = Wire.to(server)) {
            stream.until("data: ");
            control.send("POST /control/crash HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            assertTrue(control.endsWithReset());
            assertEquals("", control.soFar());
            assertTrue(stream.endsWithReset());
            assertTrue(crashed.await(5, TimeUnit.SECONDS));
            assertThrows(ConnectException.class, () -> Wire.to(server));
        }
    }

    @Test
    void aCrashInsideATestProcessDoesTheSame() throws IOException {
        try (Wire stream = Wire.to(server).getPlain(STREAM)) {
            stream.until("data: ");
            server.crash();
            assertTrue(stream.endsWithReset());
        }
    }

    @Test
    void exitEndsStreamsAfterAWholeEventAndWithTheEndOfTheBody() throws Exception {
        try (Wire stream = Wire.to(server).get(STREAM)) {
            stream.until("data: ");
            Http.control(server, "exit");
            assertTrue(stream.toEnd().endsWith("\n\n\r\n0\r\n\r\n"), stream.soFar());
        }
        server.awaitClosed();
    }

    private boolean isAccepting() {
        try (Wire wire = Wire.to(server)) {
            wire.get("/health").until("\"up\"");
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
