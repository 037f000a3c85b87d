// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's first minutes: the README's first command, as it stands there, and the address that it prints. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstMinutesIT {
    private static final Pattern PART = Pattern.compile("(?:src|href)=\"([^\"#:]+)\"");

    @Test
    void oneCommandShowsEventsThatFlowAndEndsWithoutATrace(@TempDir Path logs)
            throws IOException, InterruptedException {
        String command = Project.page("README.md").blocks("sh").get(0).text().replaceFirst("^mvn .* && ", "");
        ProcessBuilder typed = new ProcessBuilder("bash", "-c", "exec " + command).directory(Project.ROOT.toFile());
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        typed.environment().compute("PATH", (name, path) -> java + ":" + path);
        try (Served demo = Served.start(typed, logs)) {
            URI address = demo.uri();
            assertEquals(3, demo.children().size(), "three backends, each a process of its own");

            thePageLoads(address);
            eventsFlow(address);

            demo.stop();
            assertEquals(List.of("listening on " + address), demo.stdout(), "all that was said on standard output");
        }
    }

    private static void thePageLoads(URI address) throws IOException, InterruptedException {
        HttpResponse<String> page = get(address);
        assertTrue(page.headers().firstValue("Content-Type").orElse("").startsWith("text/html"), page::toString);
        List<String> parts = PART.matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .filter(part -> part.endsWith(".js") || part.endsWith(".css"))
                .toList();
        assertFalse(parts.isEmpty(), page.body());
        for (String part : parts) {
            assertFalse(get(address.resolve("/").resolve(part)).body().isEmpty(), part);
        }
    }

    private static void eventsFlow(URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/events/stream"))
                .timeout(Duration.ofSeconds(20))
                .build();
        HttpResponse<Stream<String>> stream = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        assertEquals(200, stream.statusCode());
        assertTrue(stream.headers().firstValue("Set-Cookie").orElse("").startsWith("MOORING="), stream::toString);
        try (Stream<String> lines = stream.body()) {
            List<String> ids =
                    lines.filter(line -> line.startsWith("id:")).limit(3).toList();
            assertEquals(3, ids.size());
        }
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), address::toString);
        return response;
    }
}
