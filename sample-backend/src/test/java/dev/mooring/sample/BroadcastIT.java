// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BroadcastIT {
    private final SampleServer server = SampleServer.builder().name("b1").start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBodyOverTheLimitIsRefusedAndTheConnectionCanBeUsedAgain() throws IOException {
        try (Wire wire = Wire.to(server)) {
            wire.send("POST /api/events HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n" + "x".repeat(70_000));
            assertTrue(wire.until("65536 bytes").startsWith("HTTP/1.1 413 "), wire.soFar());
            wire.forget();
            wire.get("/health").until("\"up\"");
        }
    }

    @Test
    void aChunkedBodyOverTheLimitIsRefusedBeforeItsEnd() throws IOException {
        try (Wire wire = Wire.to(server)) {
            wire.send("POST /api/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.send("11170\r\n" + "x".repeat(70_000) + "\r\n");
            wire.until("HTTP/1.1 413 ");
        }
    }

    @Test
    void anEmptyBodyAndBytesThatAreNotUtf8AreRefused() {
        assertEquals(400, Http.post(server, "/api/events", "").statusCode());
        var request =
                Http.request(server, "/api/events").POST(BodyPublishers.ofByteArray(new byte[] {'a', (byte) 0xC3}));
        assertEquals(400, Http.send(request).statusCode());
    }

    @Test
    void everyKindOfLineEndIsKeptAsALineAndNothingCanForgeAField() throws IOException {
        String hostile = "one\ntwo\r\nthree\rid: forged\n\nevent: forged\n";
        try (Wire wire = Wire.to(server).getPlain("/api/events/stream?interval=0&count=1")) {
            wire.until("retry");
            String answer = Http.post(server, "/api/events", hostile).body();
            Sse.Message message = Sse.messages(wire.toEnd()).get(0);
            assertEquals("one\ntwo\nthree\nid: forged\n\nevent: forged\n", message.data());
            assertEquals("message", message.type());
            assertEquals("{\"id\":\"" + message.id() + "\",\"streams\":1}", answer);
        }
    }

    @Test
    void aBroadcastReachesStreamsOfAllIntervalsUnderOneId() throws IOException {
        try (Wire quiet = Wire.to(server).getPlain("/api/events/stream?interval=0&count=1");
                Wire slow = Wire.to(server).getPlain("/api/events/stream?interval=60000&count=1")) {
            quiet.until("retry");
            slow.until("retry");
            String id = server.broadcast("grüße 🦆");
            for (Wire wire : List.of(quiet, slow)) {
                Sse.Message message = Sse.messages(wire.toEnd()).get(0);
                assertEquals(new Sse.Message("message", id, "grüße 🦆"), message);
            }
        }
    }
}
