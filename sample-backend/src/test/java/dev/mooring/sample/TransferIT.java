// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferIT {
    private static final int LARGE = 20_000_003;

    private final SampleServer server = SampleServer.builder().name("b1").start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\r\n\r\n",
                "GET / HTTP/1.1\r\nbroken header\r\n\r\n",
                "GET /?a=%zz HTTP/1.1\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n"
            })
    void whatIsNotHttpIsAnsweredWith400AndTheConnectionCloses(String bytes) throws IOException {
        try (Wire wire = Wire.to(server).send(bytes)) {
            assertTrue(wire.toEnd().startsWith("HTTP/1.1 400 "), wire.soFar());
        }
    }

    @Test
    void headersWithoutEndAreRefused() throws IOException {
        try (Wire wire = Wire.to(server).get("/", "X: " + "x".repeat(40_000))) {
            wire.until("HTTP/1.1 431 ");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderHoweverMany() throws IOException {
        try (Wire wire = Wire.to(server)) {
            wire.send(
                    "GET /bytes/7 HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3_000) + "GET /stop HTTP/1.1\r\nHost: x\r\n\r\n");
            String all = wire.until("HTTP/1.1 204");
            assertEquals(3_001, all.split("abcdefg", -1).length);
        }
    }

    @Test
    void unknownPathsAndMethodsAreAnsweredInJson() {
        assertEquals(
                "{\"error\":\"nothing is at /nope\"}", Http.get(server, "/nope").body());
        assertEquals(404, Http.get(server, "/nope").statusCode());
        var answer = Http.post(server, "/health", "");
        assertEquals(405, answer.statusCode());
        assertEquals("GET, HEAD", answer.headers().firstValue("allow").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bytes/-1",
                "/bytes/x",
                "/bytes/",
                "/bytes/99999999999999999999",
                "/redirect",
                "/redirect?to=//evil.example",
                "/redirect?to=http://evil.example/",
                "/redirect?to=/%0d%0aSet-Cookie:a"
            })
    void parametersThatMakeNoSenseAreRefused(String target) {
        assertEquals(400, Http.get(server, target).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?chunked=1"})
    void aDownloadHasExactlyTheBytesAskedFor(String query) throws Exception {
        var request = HttpRequest.newBuilder(server.uri().resolve("/bytes/" + LARGE + query))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertEquals(
                query.isEmpty(), answer.headers().firstValue("content-length").isPresent());
        CRC32 sum = new CRC32();
        long count = 0;
        try (InputStream in = answer.body()) {
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
                count += read;
            }
        }
        assertEquals(LARGE, count);
        assertEquals(alphabets().getValue(), sum.getValue());
    }

    @Test
    void aDownloadThatNobodyReadsWaitsWithoutFillingTheHeap() throws IOException {
        try (Wire wire = Wire.narrow(server).get("/bytes/8589934592")) {
            assertTrue(wire.until("content-length: 8589934592\r\n").startsWith("HTTP/1.1 200 OK"));
            assertEquals(1, server.connections());
            wire.until("xyz");
        }
        Eventually.holds("the download is given up", () -> server.connections() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/upload", "/echo"})
    void anUploadIsCountedAndSummed(String path) throws Exception {
        byte[] body = new byte[LARGE];
        Arrays.fill(body, (byte) 'u');
        CRC32 sum = new CRC32();
        sum.update(body);
        var digest = java.security.MessageDigest.getInstance("SHA-256").digest(body);
        var answer = Http.send(Http.request(server, path).POST(BodyPublishers.ofByteArray(body)));
        assertEquals(
                "{\"bytes\":" + LARGE + ",\"crc32\":\"" + HexFormat.of().toHexDigits((int) sum.getValue())
                        + "\",\"sha256\":\"" + HexFormat.of().formatHex(digest) + "\"}",
                answer.body());
    }

    @Test
    void aClientThatWaitsToContinueIsToldTo() throws IOException {
        try (Wire wire = Wire.to(server)) {
            wire.send("PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            wire.until("HTTP/1.1 100 Continue\r\n\r\n");
            wire.send("ok").until("\"bytes\":2");
        }
    }

    @Test
    void aClientThatWaitsToContinueInVainIsRefusedAndClosed() throws IOException {
        try (Wire wire = Wire.to(server)) {
            wire.send("PUT /health HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            String all = wire.toEnd();
            assertTrue(all.startsWith("HTTP/1.1 405 ") && all.contains("connection: close"), all);
        }
    }

    @Test
    void aBodyNobodyAskedForIsSkipped() throws IOException {
        try (Wire wire = Wire.to(server)) {
            wire.send("GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\n\r\n" + "x".repeat(30_000));
            wire.get("/stop").until("HTTP/1.1 204");
        }
    }

    @Test
    void stopSaysNoContentAndARedirectStaysOnThisMachine() {
        assertEquals(204, Http.get(server, "/stop").statusCode());
        var answer = Http.get(server, "/redirect?to=http://localhost:9/api/events/stream");
        assertEquals(307, answer.statusCode());
        assertEquals(
                "http://localhost:9/api/events/stream",
                answer.headers().firstValue("location").orElseThrow());
    }

    @Test
    void thePageIsServedWithAPolicyThatKeepsItToItself() {
        var page = Http.get(server, "/");
        assertEquals(
                "text/html; charset=utf-8",
                page.headers().firstValue("content-type").orElseThrow());
        String policy = page.headers().firstValue("content-security-policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'self';"), policy);
        for (String file : new String[] {"/page/page.css", "/page/stream.js", "/page/backends.js"}) {
            assertTrue(page.body().contains("\"" + file + "\""), file);
            assertEquals(200, Http.get(server, file).statusCode());
        }
        assertEquals(
                "{\"server\":\"b1\",\"dashboard\":null}",
                Http.get(server, "/page/config").body());
    }

    private static CRC32 alphabets() {
        CRC32 sum = new CRC32();
        for (int i = 0; i < LARGE; i++) {
            sum.update('a' + i % 26);
        }
        return sum;
    }
}
