// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIT {
    private final SampleServer server =
            SampleServer.builder().name("b1").firstEvent(1).start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interval=9",
                "interval=-1",
                "interval=x",
                "interval=99999999999",
                "size=65537",
                "retry=-1",
                "count=1.5"
            })
    void aParameterThatMakesNoSenseIsRefusedWithWhatWasExpected(String query) {
        var answer = Http.get(server, "/api/events/stream?" + query);
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("expected: "), answer.body());
        assertEquals(0, server.streams());
    }

    @Test
    void tooManyDifferentIntervalsAreRefusedAndTheOthersGoOn() throws IOException {
        for (int interval = 1_000; interval < 1_064; interval++) {
            Http.get(server, "/api/poll?wait=0&interval=" + interval);
        }
        assertEquals(503, Http.get(server, "/api/poll?wait=0&interval=5000").statusCode());
        assertEquals(200, Http.get(server, "/api/poll?wait=0&interval=1063").statusCode());
    }

    @Test
    void theHeadersKeepProxiesFromBufferingCachingAndTransforming() throws IOException {
        try (Wire wire = Wire.to(server).get("/api/events/stream")) {
            String head = wire.until("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
            assertTrue(head.contains("\r\ncontent-type: text/event-stream\r\n"), head);
            assertTrue(head.contains("\r\ncache-control: no-store, no-transform\r\n"), head);
            assertTrue(head.contains("\r\nX-Accel-Buffering: no\r\n"), head);
        }
    }

    @Test
    void eventsCarryIncreasingIdsAndSayWhoSentThem() throws IOException {
        List<Sse.Message> messages = read("/api/events/stream?interval=10&count=5");
        assertEquals(5, messages.size());
        long before = messages.get(0).number() - 1;
        for (Sse.Message message : messages) {
            assertEquals("b1-" + (before + 1), message.id());
            assertTrue(
                    message.data().startsWith("{\"server\":\"b1\",\"n\":" + (before + 1) + ",\"previous\":" + before));
            assertTrue(message.data().contains("\"connection\":\"c1\""), message.data());
            before++;
        }
    }

    @Test
    void retryIsToldOnceForEachConnection() throws IOException {
        try (Wire wire = Wire.to(server).getPlain("/api/events/stream?interval=10&count=5&retry=77")) {
            String all = wire.toEnd();
            assertEquals(all.indexOf("retry: 77\n\n"), all.lastIndexOf("retry:"), all);
            assertTrue(all.contains("retry: 77\n\n"));
        }
    }

    @Test
    void aStreamWithACountEndsCleanly() throws IOException {
        try (Wire wire = Wire.to(server).get("/api/events/stream?interval=10&count=2", "Connection: close")) {
            assertTrue(wire.toEnd().endsWith("\n\n\r\n0\r\n\r\n"), wire.soFar());
        }
        Eventually.holds("the stream is forgotten", () -> server.streams() == 0);
    }

    @Test
    void sizePadsTheDataExactly() throws IOException {
        for (Sse.Message message : read("/api/events/stream?interval=10&count=3&size=1000")) {
            assertEquals(1_000, message.data().length());
        }
    }

    @Test
    void anIdleStreamIsKeptAliveByComments() throws IOException {
        try (Wire wire = Wire.to(server).getPlain("/api/events/stream?interval=0&heartbeat=20")) {
            wire.until(": heartbeat\n\n: heartbeat\n\n");
            assertEquals(List.of(), Sse.messages(wire.soFar()));
        }
    }

    @Test
    void aBusyStreamNeedsNoHeartbeat() throws IOException {
        try (Wire wire = Wire.to(server).getPlain("/api/events/stream?interval=20&heartbeat=400&count=40")) {
            assertFalse(wire.toEnd().contains("heartbeat"));
        }
    }

    @Test
    void aHeadRequestGetsTheHeadersAndOpensNoStream() {
        var answer = Http.send(Http.request(server, "/api/events/stream")
                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertEquals(
                "text/event-stream", answer.headers().firstValue("content-type").orElseThrow());
        assertEquals(0, server.streams());
    }

    @Test
    void aClientThatLeavesASilentStreamIsNoticed() throws IOException {
        Wire wire = Wire.to(server).get("/api/events/stream?interval=0");
        wire.until("retry");
        assertEquals(1, server.streams());
        wire.close();
        Eventually.holds("the stream is closed", () -> server.streams() == 0 && server.connections() == 0);
    }

    @Test
    void theConnectionListShowsHowFarEachStreamIs() throws IOException {
        try (Wire wire = Wire.to(server).get("/api/events/stream?interval=0")) {
            wire.until("retry");
            String id = server.broadcast("x");
            wire.until(id);
            String list = Http.get(server, "/api/connections").body();
            assertTrue(list.contains("\"streams\":1,"), list);
            assertTrue(list.contains("\"eventsSent\":1,\"lastEventId\":\"" + id + "\""), list);
            assertTrue(list.contains("\"remote\":\"127.0.0.1:"), list);
        }
    }

    private List<Sse.Message> read(String target) throws IOException {
        try (Wire wire = Wire.to(server).getPlain(target)) {
            return Sse.messages(wire.toEnd());
        }
    }
}
