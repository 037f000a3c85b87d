// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawClient;
import dev.mooring.lb.testing.TestGateway;
import dev.mooring.lb.testing.TightGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A balancer that runs out of file descriptors says so once, serves whom it has, goes on when there are some again, and says that, too. */
class DescriptorsIT {
    private static final String BEGIN = "cannot accept";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void descriptorsThatAreUsedUpAreToldOnceAndDoNoLastingHarm() throws Exception {
        Path log = directory.resolve("log");
        try (RawBackend backend = RawBackend.named("served")) {
            Process process = new ProcessBuilder(
                            "sh",
                            "-c",
                            "ulimit -n 200 && exec \"$0\" \"$@\"",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TightGateway.class.getName(),
                            Integer.toString(backend.port()))
                    .redirectError(log.toFile())
                    .start();
            try {
                int port = Integer.parseInt(
                        process.inputReader(StandardCharsets.UTF_8).readLine());
                fill(port, log);
                TestGateway.await("it serves again", () -> serves(port));
                assertTrue(process.isAlive());
                TestGateway.await("its end is told", () -> told(log, "accepts connections again, after \\d+ s") > 0);
                assertEquals(1, told(log, BEGIN), Files.readString(log));
                assertEquals(1, told(log, "accepts connections again"), Files.readString(log));
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static void fill(int port, Path log) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            RawClient first = RawClient.connect(port);
            clients.add(first);
            assertTrue(first.get("/").readResponse().endsWith("served"));
            for (int i = 0; i < 300; i++) {
                clients.add(RawClient.connect(port));
            }
            TestGateway.await("it is told", () -> told(log, BEGIN) > 0);
            // Longer than the pause between two tries.
            assertEquals(-2, first.readWithin(Duration.ofMillis(1500)));
            assertTrue(first.get("/").readResponse().endsWith("served"));
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static boolean serves(int port) {
        try (RawClient client = RawClient.connect(port)) {
            return client.get("/").readResponse().endsWith("served");
        } catch (Exception notYet) {
            return false;
        }
    }

    private static long told(Path log, String what) {
        try {
            return Files.readString(log)
                    .lines()
                    .filter(Pattern.compile(what).asPredicate())
                    .count();
        } catch (Exception notThere) {
            return 0;
        }
    }
}
