// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static dev.mooring.cli.testing.MooringProcess.mooring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.EventStream;
import dev.mooring.cli.testing.Eventually;
import dev.mooring.cli.testing.Http;
import dev.mooring.cli.testing.Json;
import dev.mooring.cli.testing.MooringProcess;
import dev.mooring.sample.SampleServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReloadIT {
    private static final String STREAM = "/api/events/stream?interval=20";

    private final SampleServer b1 = SampleServer.builder().name("b1").start();
    private final SampleServer b2 = SampleServer.builder().name("b2").start();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void stop() {
        b1.close();
        b2.close();
    }

    /** The ways in which editors and deployments change a file. */
    enum Change {
        REWRITTEN_IN_PLACE {
            @Override
            void apply(Path file, String text) throws Exception {
                Files.writeString(file, text);
            }
        },
        REPLACED_BY_RENAME {
            @Override
            void apply(Path file, String text) throws Exception {
                Path fresh = Files.writeString(file.resolveSibling("fresh.yaml"), text);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        LINK_SWITCHED {
            @Override
            void apply(Path file, String text) throws Exception {
                Path target = Files.writeString(file.resolveSibling("target.yaml"), text);
                Path link = Files.createSymbolicLink(file.resolveSibling("link"), target);
                Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
            }
        };

        abstract void apply(Path file, String text) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void aChangedFileIsInForceSoonAndCutsNoStream(Change change) throws Exception {
        Path file = write(config(b1));
        try (MooringProcess run = mooring("run", file.toString()).serving();
                EventStream stream = EventStream.open(run.uri(), STREAM)) {
            stream.awaitMore(5);
            change.apply(file, config(b2));
            run.awaitErr("reload: applied");
            assertEquals("b2", Http.whoami(run.uri()));
            stream.awaitMore(50);
            assertTrue(stream.ids().stream().allMatch(id -> id.startsWith("b1-")));
        }
    }

    @Test
    void theAdminListenerReloadsAtOnce() throws Exception {
        Path file = write(config(b1));
        try (MooringProcess run = mooring("run", file.toString(), "--admin", "127.0.0.1:0")
                        .serving();
                EventStream stream = EventStream.open(run.uri(), STREAM)) {
            stream.awaitMore(5);
            HttpResponse<String> nothingNew = Http.post(run.admin(), "/api/reload");
            assertEquals(
                    "unchanged", Json.parse(nothingNew.body()).get("result").text());
            Files.writeString(file, config(b2));
            HttpResponse<String> changed = Http.post(run.admin(), "/api/reload");
            assertEquals(200, changed.statusCode(), changed.body());
            assertEquals("b2", Http.whoami(run.uri()));
            stream.awaitMore(50);
        }
    }

    @Test
    void aHangupReadsTheFilesAgainAndLetsGoOfARenamedAccessLog() throws Exception {
        Path log = directory.resolve("access.jsonl");
        Path file = write(config(b1) + "access-log: {file: access.jsonl}\n");
        try (MooringProcess run = mooring("run", file.toString()).in(directory).serving()) {
            Http.whoami(run.uri());
            Eventually.holds("a line in the access log", () -> Files.exists(log) && Files.size(log) > 0);
            Files.move(log, directory.resolve("access.1"));
            run.signal("HUP");
            run.awaitErr("reload: unchanged");
            Http.whoami(run.uri());
            Eventually.holds("a line in the new access log", () -> Files.exists(log) && Files.size(log) > 0);
        }
    }

    @Test
    void aBrokenFileIsReportedWithItsPlaceAndChangesNothing() throws Exception {
        Path file = write(config(b1));
        try (MooringProcess run = mooring("run", file.toString(), "--admin", "127.0.0.1:0")
                        .serving();
                EventStream stream = EventStream.open(run.uri(), STREAM)) {
            stream.awaitMore(5);
            Files.writeString(file, config(b2) + "drain-timout: 5s\n");
            String place = file + ":4:1: error unknown-key";
            run.awaitErr(place);
            HttpResponse<String> asked = Http.post(run.admin(), "/api/reload");
            assertEquals(422, asked.statusCode());
            assertTrue(asked.body().contains(place), asked.body());
            assertEquals("b1", Http.whoami(run.uri()));
            stream.awaitMore(50);

            Files.writeString(file, config(b2));
            run.awaitErr("reload: applied");
            assertEquals("b2", Http.whoami(run.uri()));
        }
    }

    @Test
    void aFileThatVanishesIsReportedAndChangesNothing() throws Exception {
        Path file = write(config(b1));
        try (MooringProcess run = mooring("run", file.toString()).serving()) {
            Files.delete(file);
            run.awaitErr(file + ": no such file");
            assertEquals("b1", Http.whoami(run.uri()));
            Files.writeString(file, config(b2));
            run.awaitErr("reload: applied");
            assertEquals("b2", Http.whoami(run.uri()));
        }
    }

    @Test
    void aFileOfParametersThatVanishesIsReportedWhereThereIsNoOtherFile() throws Exception {
        Path parameters = Files.writeString(directory.resolve("values.json"), "{\"parameters\": {}}");
        try (MooringProcess run = mooring(
                        "run",
                        "--backend",
                        ServingIT.address(b1),
                        "--listen",
                        "127.0.0.1:0",
                        "--parameters",
                        parameters.toString())
                .serving()) {
            Files.delete(parameters);
            run.awaitErr(parameters + ": no such file");
            assertEquals("b1", Http.whoami(run.uri()));
        }
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("mooring.yaml"), text);
    }

    private static String config(SampleServer backend) {
        return """
                listeners: {web: "127.0.0.1:0"}
                pools:
                  app: {backends: ["%s"]}
                """.formatted(ServingIT.address(backend));
    }
}
