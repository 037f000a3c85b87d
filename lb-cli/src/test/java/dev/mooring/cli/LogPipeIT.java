// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.Http;
import dev.mooring.cli.testing.MooringProcess;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogPipeIT {
    /** More than a pipe holds. */
    private static final int ENOUGH = 256 * 1024;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aLogThatNobodyReadsHoldsUpNeitherRequestsNorTheEnd() throws Exception {
        Path file = Files.writeString(directory.resolve("mooring.yaml"), """
                listeners: {web: "127.0.0.1:0"}
                pools: {app: {backends: [127.0.0.1:1]}}
                """);
        Process run = new ProcessBuilder(
                        MooringProcess.java(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        MooringProcess.jar().toString(),
                        "run",
                        file.toString(),
                        "--admin",
                        "127.0.0.1:0")
                .start();
        try {
            URI admin = after("admin on ", run.errorReader(StandardCharsets.UTF_8));
            URI web = after("listening on ", run.inputReader(StandardCharsets.UTF_8));
            // From here on nobody reads its standard error.
            Files.writeString(
                    file,
                    IntStream.range(0, 100)
                            .mapToObj(i -> "x".repeat(50) + i + ": 1\n")
                            .collect(Collectors.joining()));
            for (int said = 0; said < ENOUGH; ) {
                said += Http.post(admin, "/api/reload").body().length();
            }
            for (int i = 0; i < 5; i++) {
                assertTrue(Http.get(web, "/").statusCode() >= 502);
            }
            MooringProcess.signal(run.pid(), "TERM");
            assertTrue(run.waitFor(30, TimeUnit.SECONDS), "it ends");
            assertEquals(0, run.exitValue());
        } finally {
            run.destroyForcibly();
        }
    }

    private static URI after(String words, BufferedReader said) throws Exception {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            int at = line.indexOf(words);
            if (at >= 0) {
                return URI.create(line.substring(at + words.length()));
            }
        }
        throw new AssertionError("it never said: " + words);
    }
}
