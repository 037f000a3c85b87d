// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static dev.mooring.cli.testing.MooringProcess.mooring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.EventStream;
import dev.mooring.cli.testing.Eventually;
import dev.mooring.cli.testing.Http;
import dev.mooring.cli.testing.MooringProcess;
import dev.mooring.sample.SampleServer;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShutdownIT {
    private static final int IN_FLIGHT = 50;

    private final SampleServer backend = SampleServer.builder().name("b1").start();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void stop() {
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void underLoadRequestsInFlightFinishThenStreamsAreCutAtTheDrainTimeout(String signal) throws Exception {
        Duration drain = Duration.ofSeconds(4);
        try (MooringProcess run = serving(drain);
                EventStream stream = EventStream.open(run.uri(), "/api/events/stream?interval=50")) {
            stream.awaitMore(3);
            Http.post(backend.uri(), "/control/latency?ms=1500");
            URI uri = run.uri();
            List<CompletableFuture<HttpResponse<String>>> requests = IntStream.range(0, IN_FLIGHT)
                    .mapToObj(i -> Http.beginPost(uri, "/echo"))
                    .toList();
            Eventually.holds(
                    "all requests are at the backend",
                    () -> Http.backend(run.admin(), "b1").get("inFlight").number() == IN_FLIGHT + 1);

            long begin = System.nanoTime();
            run.signal(signal);
            run.awaitErr("stopping");
            Eventually.holds("nobody can connect", () -> refusesConnections(run));
            assertEquals(503, Http.get(run.admin(), "/ready").statusCode());
            for (CompletableFuture<HttpResponse<String>> request : requests) {
                assertEquals(200, request.get().statusCode());
            }
            int whenRequestsHadFinished = stream.ids().size();
            // The backend did not end it, so it must not look as if it did.
            assertEquals(EventStream.End.CUT, stream.awaitEnd());
            assertTrue(stream.ids().size() > whenRequestsHadFinished, "the stream ran on");
            Duration took = Duration.ofNanos(stream.endedNanos() - begin);
            assertTrue(took.compareTo(drain) >= 0, "cut after " + took);
            assertEquals(0, run.exitCode(Duration.ofSeconds(15)));
            assertEquals(1, run.out().size(), run.story());
        }
    }

    @Test
    void withNothingInFlightItEndsAtOnce() throws Exception {
        try (MooringProcess run = serving(Duration.ofMinutes(5))) {
            try (Socket idle = new Socket(run.uri().getHost(), run.uri().getPort())) {
                Http.whoami(run.uri());
                run.signal("TERM");
                assertEquals(0, run.exitCode());
                assertEquals(-1, idle.getInputStream().read());
            }
        }
    }

    @Test
    void aStreamThatEndsByItselfEndsTheWait() throws Exception {
        try (MooringProcess run = serving(Duration.ofMinutes(5));
                EventStream stream = EventStream.open(run.uri(), "/api/events/stream?interval=50")) {
            stream.awaitMore(3);
            run.signal("TERM");
            run.awaitErr("stopping");
            stream.awaitMore(10);
            stream.leave();
            assertEquals(0, run.exitCode());
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM,demo", "KILL,demo", "TERM,run", "KILL,run"})
    void noSampleProcessIsLeftBehind(String signal, String command) throws Exception {
        String count = command.equals("demo") ? "--backends" : "--samples";
        try (MooringProcess run = mooring(command, count, "2", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0")
                .serving()) {
            List<ProcessHandle> samples = run.children();
            assertEquals(2, samples.size());
            assertTrue(samples.stream().allMatch(ProcessHandle::isAlive));
            run.signal(signal);
            assertEquals(signal.equals("TERM") ? 0 : 137, run.exitCode());
            Eventually.holds("no sample backend runs", () -> samples.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private MooringProcess serving(Duration drain) throws Exception {
        Path file = Files.writeString(
                directory.resolve("mooring.yaml"), """
                listeners: {web: "127.0.0.1:0"}
                pools: {app: {backends: [{name: b1, address: "%s"}]}}
                drain-timeout: %ds
                """.formatted(ServingIT.address(backend), drain.toSeconds()));
        return mooring("run", file.toString(), "--admin", "127.0.0.1:0").serving();
    }

    private static boolean refusesConnections(MooringProcess run) throws Exception {
        try (Socket socket = new Socket(run.uri().getHost(), run.uri().getPort())) {
            assertFalse(socket.isClosed());
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }
}
