// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static dev.mooring.cli.testing.MooringProcess.mooring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.Http;
import dev.mooring.cli.testing.Json;
import dev.mooring.cli.testing.MooringProcess;
import dev.mooring.sample.SampleServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A balancer that dies without a word, and another one in its place. */
class RestartIT {
    private final SampleServer b1 = SampleServer.builder().name("b1").start();
    private final SampleServer b2 = SampleServer.builder().name("b2").start();
    private final SampleServer b3 = SampleServer.builder().name("b3").start();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void stop() {
        b1.close();
        b2.close();
        b3.close();
    }

    @Test
    void afterAKillClientsGoOnToTheirBackendsAndNothingButTheSecretWasNeeded() throws Exception {
        Files.writeString(directory.resolve("secret"), "a secret of a test, long enough");
        int port = Http.freePort();
        Path file = Files.writeString(directory.resolve("mooring.yaml"), """
                listeners: {web: "127.0.0.1:%d"}
                pools:
                  app:
                    backends: [{name: b1, address: "%s"}, {name: b2, address: "%s"}, {name: b3, address: "%s"}]
                    affinity: cookie
                cookie-secrets: [{key-id: k1, file: secret}]
                """.formatted(
                        port, ServingIT.address(b1), ServingIT.address(b2), ServingIT.address(b3)));
        Map<String, String> servers = new LinkedHashMap<>();
        try (MooringProcess run = mooring("run", file.toString()).in(directory).serving()) {
            for (int i = 0; i < 6; i++) {
                HttpResponse<String> first = Http.get(run.uri(), "/api/whoami");
                servers.put(
                        i + "; " + Http.cookie(first).orElseThrow(),
                        Json.parse(first.body()).get("server").text());
            }
            run.signal("KILL");
            assertEquals(137, run.exitCode());
        }
        assertEquals(3, new HashSet<>(servers.values()).size());
        try (MooringProcess again =
                mooring("run", file.toString()).in(directory).serving()) {
            assertEquals(port, again.uri().getPort());
            for (Map.Entry<String, String> client : servers.entrySet()) {
                HttpResponse<String> next = Http.get(again.uri(), "/api/whoami", "Cookie", "n=" + client.getKey());
                assertEquals(
                        client.getValue(), Json.parse(next.body()).get("server").text());
                assertTrue(Http.cookie(next).isEmpty(), "bound anew");
            }
        }
    }
}
