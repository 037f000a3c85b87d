// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static dev.mooring.cli.testing.MooringProcess.mooring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.Chromium;
import dev.mooring.cli.testing.Http;
import dev.mooring.cli.testing.Json;
import dev.mooring.cli.testing.MooringProcess;
import dev.mooring.cli.testing.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainBrowserIT {
    private static final Duration DRAIN = Duration.ofSeconds(4);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aDrainedBackendKeepsItsStreamUntilTheDeadlineThenTheStreamMoves() throws Exception {
        Path file = Files.writeString(directory.resolve("mooring.yaml"), """
                listeners: {web: "127.0.0.1:0"}
                pools: {app: {backends: [], affinity: cookie, drain-timeout: %ds}}
                """.formatted(DRAIN.toSeconds()));
        try (Chromium chromium = Chromium.start();
                MooringProcess run = mooring("run", file.toString(), "--samples", "2", "--admin", "127.0.0.1:0")
                        .serving();
                Page page = chromium.visitor().go(run.uri().resolve("/?interval=50"))) {
            page.awaitTrue("events", "window.mooring.events.length > 2");
            String before = page.evaluate("window.mooring.server").text();
            String id = idOf(run, before);

            long begin = System.nanoTime();
            Http.post(run.admin(), "/api/pools/app/backends/" + id + "/drain");
            Json drained = Http.backend(run.admin(), id);
            assertEquals("BOUND_ONLY", drained.get("admission").text());
            assertEquals(1, drained.get("streams").number());
            for (int i = 0; i < 4; i++) {
                assertNotEquals(before, Http.whoami(run.uri()), "a stranger goes elsewhere");
            }
            page.awaitTrue("the stream moves", "window.mooring.server !== '" + before + "'");
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(took.compareTo(DRAIN) >= 0, "it moved after " + took);
            assertTrue(page.text("#notice").contains("moved from " + before), page.text("#notice"));
            page.awaitTrue("events flow", "window.mooring.state === 'open' && window.mooring.events.length > 100");
            assertEquals("1", page.text("#reconnects"));
            assertEquals(
                    "CLOSED", Http.backend(run.admin(), id).get("admission").text());
        }
    }

    /** Sample backends of {@code run} are known by their address there, and by their name in their events. */
    private static String idOf(MooringProcess run, String name) throws Exception {
        for (Json pool : Http.json(run.admin(), "/api/backends").get("pools").list()) {
            for (Json backend : pool.get("backends").list()) {
                String address = backend.get("address").text();
                if (Http.whoami(java.net.URI.create("http://" + address)).equals(name)) {
                    return backend.get("id").text();
                }
            }
        }
        throw new AssertionError("no backend calls itself " + name);
    }
}
