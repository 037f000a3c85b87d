// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeIT {
    private static final String STREAM = "/api/events/stream?interval=0";

    private final SampleServer server =
            SampleServer.builder().name("b1").firstEvent(1_000).ring(10).start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "b2-17, other-server",
        "b1-99999, not-yet",
        "b1-998, earlier-run",
        "b1-0, earlier-run",
        "garbage, garbage",
        "b1-, garbage",
        "-1, garbage",
        "b1-1x, garbage",
        "b1--1000, other-server",
        "b1-99999999999999999999999999, garbage",
        "b1-1000%00, garbage",
        "%00, garbage",
        "%F0%9F%A6%86, garbage",
        "%0D%0Aid:%20b1-1000, garbage"
    })
    void anIdThatCannotBeResumedFromIsAnsweredWithOneStaleEvent(String id, String reason) throws IOException {
        begin();
        server.broadcast("before");
        try (Wire wire = Wire.to(server).getPlain(STREAM + "&count=1&lastEventId=" + id)) {
            wire.until("event: stale");
            server.broadcast("after");
            List<Sse.Message> messages = Sse.messages(wire.toEnd());
            assertEquals(
                    List.of("stale", "message"),
                    messages.stream().map(Sse.Message::type).toList());
            assertTrue(
                    messages.get(0).data().contains("\"reason\":\"" + reason + "\""),
                    messages.get(0).data());
            assertTrue(
                    messages.get(0).data().contains("\"asked\":"),
                    messages.get(0).data());
            assertEquals("b1-1000", messages.get(0).id());
            assertEquals("b1-1001", messages.get(1).id());
        }
    }

    @Test
    void anIdOfAbsurdLengthIsStaleAndQuotedShortened() throws IOException {
        try (Wire wire = Wire.to(server).getPlain(STREAM, "Last-Event-ID: b1-" + "9".repeat(9_000))) {
            String text = wire.until("\"connection\"");
            assertTrue(text.contains("\"reason\":\"garbage\"") && text.length() < 1_000, text);
        }
    }

    @Test
    void anIdOlderThanTheRingIsStale() throws IOException {
        begin();
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            ids.add(server.broadcast("event " + n));
        }
        try (Wire wire = Wire.to(server).getPlain(STREAM, "Last-Event-ID: " + ids.get(0))) {
            wire.until("\"reason\":\"too-old\"");
        }
        assertEquals(ids.subList(2, 12), idsAfter(ids.get(1), 10));
    }

    @Test
    void anEmptyIdIsNoId() throws IOException {
        begin();
        server.broadcast("before");
        try (Wire wire = Wire.to(server).getPlain(STREAM + "&count=1", "Last-Event-ID:")) {
            wire.until("retry");
            String id = server.broadcast("after");
            assertEquals(
                    List.of(id),
                    Sse.messages(wire.toEnd()).stream().map(Sse.Message::id).toList());
        }
    }

    @Test
    void afterARestartAnIdOfTheEarlierRunIsStaleEvenWhenItsNumberIsPassed() throws IOException {
        SampleServerBuilder b1 = SampleServer.builder().name("b1");
        String old;
        try (SampleServer first = b1.start()) {
            old = first.broadcast("lost");
        }
        // A process takes longer to start than this; a second server in the same process might not.
        long passed = Long.parseLong(old.substring("b1-".length())) + 1;
        Eventually.holds("the clock is past the number", () -> System.currentTimeMillis() > passed);
        try (SampleServer second = b1.start();
                Wire wire = Wire.to(second).getPlain(STREAM, "Last-Event-ID: " + old)) {
            wire.until("\"reason\":\"earlier-run\"");
        }
    }

    @Test
    void aReconnectGoesOnStrictlyAfterTheLastIdWithNoGapAndNoDuplicate() throws IOException {
        String target = "/api/events/stream?interval=10&count=5";
        List<Long> numbers = new ArrayList<>();
        String last = "";
        for (int connection = 0; connection < 4; connection++) {
            String[] header = last.isEmpty() ? new String[0] : new String[] {"Last-Event-ID: " + last};
            try (Wire wire = Wire.to(server).getPlain(target, header)) {
                for (Sse.Message message : Sse.messages(wire.toEnd())) {
                    assertEquals("message", message.type());
                    numbers.add(message.number());
                    last = message.id();
                }
            }
        }
        for (int i = 1; i < numbers.size(); i++) {
            assertEquals(numbers.get(i - 1) + 1, numbers.get(i), numbers.toString());
        }
        assertEquals(20, numbers.size());
    }

    @Test
    void theQueryWorksLikeTheHeaderAndTheHeaderWins() throws IOException {
        begin();
        List<String> ids = List.of(server.broadcast("1"), server.broadcast("2"), server.broadcast("3"));
        for (String name : List.of("lastEventId", "Last-Event-ID")) {
            try (Wire wire = Wire.to(server).getPlain(STREAM + "&count=2&" + name + "=" + ids.get(0))) {
                assertEquals(
                        ids.subList(1, 3),
                        Sse.messages(wire.toEnd()).stream().map(Sse.Message::id).toList());
            }
        }
        try (Wire wire = Wire.to(server)
                .getPlain(STREAM + "&count=1&lastEventId=" + ids.get(0), "Last-Event-ID: " + ids.get(1))) {
            assertEquals(
                    ids.subList(2, 3),
                    Sse.messages(wire.toEnd()).stream().map(Sse.Message::id).toList());
        }
    }

    @Test
    void aPollAnswersAtOnceWhatIsThereAndWaitsForWhatIsNot() throws IOException {
        begin();
        String first = server.broadcast("one");
        String second = server.broadcast("two");
        String body = Http.get(server, "/api/poll?interval=0&after=" + first).body();
        assertTrue(body.contains("\"id\":\"" + second + "\"") && body.endsWith("\"after\":\"" + second + "\"}"), body);

        try (Wire wire = Wire.to(server).get("/api/poll?interval=0&wait=9000&after=" + second)) {
            assertTrue(wire.isSilentFor(100));
            wire.until("\"id\":\"" + server.broadcast("three") + "\"");
        }
    }

    @Test
    void aPollThatWaitedInVainGetsAnEmptyListAndAStaleOneIsTold() {
        begin();
        String id = server.broadcast("one");
        var empty = Http.get(server, "/api/poll?interval=0&wait=20&after=" + id);
        assertEquals(200, empty.statusCode());
        assertTrue(empty.body().contains("\"events\":[]"), empty.body());
        String stale =
                Http.get(server, "/api/poll?interval=0&wait=9000&after=b2-1").body();
        assertTrue(stale.contains("\"stale\":\"other-server\""), stale);
    }

    /** A feed remembers from its first use on. */
    private void begin() {
        Http.get(server, "/api/poll?interval=0&wait=0");
    }

    private List<String> idsAfter(String id, int count) throws IOException {
        try (Wire wire = Wire.to(server).getPlain(STREAM + "&count=" + count, "Last-Event-ID: " + id)) {
            return Sse.messages(wire.toEnd()).stream().map(Sse.Message::id).toList();
        }
    }
}
