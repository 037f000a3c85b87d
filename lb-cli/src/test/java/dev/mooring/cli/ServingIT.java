// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static dev.mooring.cli.testing.MooringProcess.mooring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.EventStream;
import dev.mooring.cli.testing.Http;
import dev.mooring.cli.testing.Json;
import dev.mooring.cli.testing.MooringProcess;
import dev.mooring.lb.loop.Transport;
import dev.mooring.sample.SampleServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServingIT {
    private static final String FREE = "127.0.0.1:0";

    private final SampleServer b1 = SampleServer.builder().name("b1").start();
    private final SampleServer b2 = SampleServer.builder().name("b2").start();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void stop() {
        b1.close();
        b2.close();
    }

    @Test
    void standardOutputHasOneLineForEachListenerAndNothingElse() throws Exception {
        Path file = write("""
                listeners: {web: "127.0.0.1:0", internal: "127.0.0.1:0"}
                routes:
                  - {listeners: [internal], pool: second}
                  - {pool: first}
                pools:
                  first: {backends: ["%s"]}
                  second: {backends: ["%s"]}
                """.formatted(address(b1), address(b2)));
        try (MooringProcess run =
                mooring("run", file.toString(), "--admin", FREE).serving()) {
            List<URI> listeners = run.listeners(2);
            assertEquals("b1", Http.whoami(listeners.get(0)));
            assertEquals("b2", Http.whoami(listeners.get(1)));
            assertEquals(404, Http.get(run.admin(), "/nothing").statusCode());
            run.signal("TERM");
            assertEquals(0, run.exitCode());
            assertEquals(2, run.out().size(), run.story());
            assertTrue(
                    run.out().stream().allMatch(line -> line.matches("listening on http://127\\.0\\.0\\.1:[1-9]\\d*")),
                    run.story());
        }
    }

    @Test
    void backendsOfTheCommandLineAreBalancedWithACookieAndNoFile() throws Exception {
        try (MooringProcess run = mooring("run", "--backend", address(b1) + "," + address(b2), "--listen", FREE)
                .serving()) {
            HttpResponse<String> first = Http.get(run.uri(), "/api/whoami");
            String cookie = Http.cookie(first).orElseThrow();
            String bound = Json.parse(first.body()).get("server").text();
            Set<String> strangers = new TreeSet<>();
            for (int i = 0; i < 4; i++) {
                strangers.add(Http.whoami(run.uri()));
                HttpResponse<String> again = Http.get(run.uri(), "/api/whoami", "Cookie", cookie);
                assertEquals(bound, Json.parse(again.body()).get("server").text());
                assertTrue(Http.cookie(again).isEmpty(), "a valid cookie is not set again");
            }
            assertEquals(Set.of("b1", "b2"), strangers);
        }
    }

    @Test
    void optionsReplaceWhatTheFileSays() throws Exception {
        int unused = Http.freePort();
        Path file = write("""
                listeners: {web: "127.0.0.1:%d", other: "127.0.0.1:0"}
                routes:
                  - {path: /control, pool: second}
                  - {pool: first}
                pools:
                  first: {backends: ["127.0.0.1:1"]}
                  second: {backends: ["%s"]}
                """.formatted(unused, address(b2)));
        try (MooringProcess run = mooring(
                        "run", file.toString(), "--listen", FREE, "--admin", FREE, "--backend", "first=" + address(b1))
                .serving()) {
            URI web = run.listeners(2).get(0);
            assertNotEquals(unused, web.getPort());
            assertEquals("b1", Http.whoami(web));
            assertEquals("b2", Http.json(web, "/control").get("server").text());
            assertTrue(Http.json(run.admin(), "/ready").get("ready").isTrue());
        }
    }

    @Test
    void samplesStandInForBackendsThatAPoolDoesNotHave() throws Exception {
        Path file = write("listeners: {web: \"127.0.0.1:0\"}\npools: {app: {backends: [], affinity: cookie}}\n");
        try (MooringProcess run =
                mooring("run", file.toString(), "--samples", "2").serving()) {
            assertEquals(2, run.children().size());
            assertFalse(run.errText().contains("empty-pool"), run.story());
            assertEquals(
                    Set.of("app-1", "app-2"), new TreeSet<>(List.of(Http.whoami(run.uri()), Http.whoami(run.uri()))));
        }
    }

    @Test
    void samplesAloneAreEnough() throws Exception {
        try (MooringProcess run =
                mooring("run", "--samples", "1", "--listen", FREE).serving()) {
            assertEquals("default-1", Http.whoami(run.uri()));
        }
    }

    @Test
    void aGatewayInBicepServesWithSamplesForItsBackendsAndItsCookie() throws Exception {
        Path file = Files.writeString(directory.resolve("main.bicep"), """
                resource gateway 'Microsoft.Network/applicationGateways@2023-11-01' = {
                  name: 'shop'
                  properties: {
                    backendAddressPools: [
                      { name: 'api', properties: { backendAddresses: [ { ipAddress: '10.0.0.4' } ] } }
                    ]
                    backendHttpSettingsCollection: [
                      { name: 's', properties: { port: 80, protocol: 'Http', cookieBasedAffinity: 'Enabled' } }
                    ]
                  }
                }
                """);
        try (MooringProcess run = mooring("run", file.toString(), "--samples", "1", "--listen", FREE)
                .serving()) {
            HttpResponse<String> response = Http.get(run.uri(), "/api/whoami");
            assertEquals(200, response.statusCode(), response::body);
            assertEquals(
                    "ApplicationGatewayAffinity=3a55f62016c087a0369c9fe1ee614d4d; Path=/",
                    response.headers().firstValue("Set-Cookie").orElse(""));
            assertTrue(response.body().contains("\"10.0.0.4-80\""), response::body);
        }
    }

    @Test
    void aJsonLogIsJsonInEveryLineWhatEverHappens() throws Exception {
        Path file = write("""
                listeners: {web: "127.0.0.1:0"}
                pools: {app: {backends: [], affinity: cookie}, spare: {backends: [127.0.0.1:1]}}
                routes: [{path: /spare, pool: spare}, {pool: app}]
                access-log: stderr
                """);
        try (MooringProcess run = mooring(
                        "run", file.toString(), "--samples", "1", "--admin", FREE, "--log-format", "JSON")
                .serving()) {
            assertEquals(502, Http.get(run.uri(), "/spare").statusCode());
            Http.post(run.uri(), "/control/unhealthy");
            Files.writeString(file, "pools: [");
            run.awaitErr("rejected");
            run.signal("TERM");
            assertEquals(0, run.exitCode());
            run.err().forEach(Json::parse);
            for (String word :
                    List.of("random-secret", "admin on", "/control/unhealthy", "connect-refused", "rejected")) {
                assertTrue(run.errText().contains(word), word + " in\n" + run.story());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void eachTransportStreamsOrSaysThatItDoesNotWorkHere(Transport transport) throws Exception {
        String name = transport.name().toLowerCase(java.util.Locale.ROOT);
        MooringProcess.Plan plan = mooring("run", "--transport", name, "--listen", FREE, "--backend", address(b1));
        if (!transport.isAvailable()) {
            MooringProcess refused = plan.run();
            assertEquals(2, refused.exitCode());
            assertTrue(refused.errText().contains("--transport " + name + " does not work on this machine"));
            return;
        }
        try (MooringProcess run = plan.serving();
                EventStream stream = EventStream.open(run.uri(), "/api/events/stream?interval=20")) {
            stream.awaitMore(20);
        }
    }

    @Test
    void aConfigurationOnStandardInputIsServed() throws Exception {
        try (MooringProcess run = mooring("run", "-", "--listen", FREE)
                .input("pools: {app: {backends: [\"" + address(b1) + "\"]}}")
                .serving()) {
            assertEquals("b1", Http.whoami(run.uri()));
        }
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("mooring.yaml"), text);
    }

    static String address(SampleServer server) {
        return "127.0.0.1:" + server.port();
    }
}
