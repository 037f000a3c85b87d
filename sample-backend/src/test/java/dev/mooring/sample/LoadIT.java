// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LoadIT {
    private static final int STREAMS = 2_000;
    private static final Pattern PENDING = Pattern.compile("\"pendingBytes\":(\\d+)");

    @Test
    void aClientThatReadsNothingIsDroppedAndNeverHoldsMoreThanABound() throws IOException {
        try (SampleServer server = SampleServer.builder().ring(200).start();
                Wire slow = Wire.narrow(server);
                Wire quick = Wire.to(server).get("/api/events/stream?interval=0")) {
            slow.get("/api/events/stream?interval=10&size=65536");
            quick.until("retry");
            List<Long> pending = new ArrayList<>();
            Eventually.holds("the slow client is dropped", () -> {
                pending.add(pendingBytes(server));
                return server.streamsDropped() == 1;
            });
            long most = pending.stream().mapToLong(Long::longValue).max().orElseThrow();
            assertTrue(most > 0 && most < 200_000, "pending bytes: " + most);
            assertEquals(1, server.streams());
        }
    }

    @Test
    void thousandsOfStreamsAllHearABroadcast() throws IOException {
        List<Wire> wires = new ArrayList<>();
        try (SampleServer server = SampleServer.builder().start()) {
            for (int n = 0; n < STREAMS; n++) {
                // No ticks: with every buffer's life recorded, 2,000 of them a second are too much for a busy machine.
                wires.add(Wire.to(server).get("/api/events/stream?interval=0"));
            }
            Eventually.holds("all streams are open", () -> server.streams() == STREAMS);
            String id = server.broadcast("to all");
            for (Wire wire : wires) {
                wire.until(id);
            }
            assertEquals(STREAMS, server.streams());
            assertEquals(0, server.streamsDropped());
        } finally {
            wires.forEach(Wire::close);
        }
    }

    private static long pendingBytes(SampleServer server) {
        Matcher matcher = PENDING.matcher(Http.get(server, "/api/connections").body());
        long most = 0;
        while (matcher.find()) {
            most = Math.max(most, Long.parseLong(matcher.group(1)));
        }
        return most;
    }
}
