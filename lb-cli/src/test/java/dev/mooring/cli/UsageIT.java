// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static dev.mooring.cli.testing.MooringProcess.mooring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.Json;
import dev.mooring.cli.testing.MooringProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageIT {
    private static final String GOOD = "pools: {app: {backends: [127.0.0.1:1], affinity: cookie}}\n";
    private static final String BAD = """
            pools:
              app:
                backends: [127.0.0.1:1]
                afinity: cookie
                retries: many
            drain-timeout: 5
            """;

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run --help",
                "demo --help",
                "validate --help",
                "convert --help",
                "explain --help",
                "generate-completion --help"
            })
    void helpIsOnStandardOutput(String words) throws Exception {
        MooringProcess help = mooring(words.split(" ")).run();
        assertEquals(0, help.exitCode());
        String command = words.replace("--help", "").strip();
        assertTrue(help.out().get(0).startsWith(("Usage: mooring " + command).strip()), help.story());
        assertEquals(List.of(), help.err());
    }

    @Test
    void theHelpOfRunHasEveryOptionInTheWordsThatAreTyped() throws Exception {
        String help = String.join("\n", mooring("run", "--help").run().out());
        for (String word : List.of(
                "--listen",
                "--admin",
                "--backend",
                "--samples",
                "--log-format",
                "human, json",
                "epoll",
                "io_uring",
                "nio")) {
            assertTrue(help.contains(word), word + " in\n" + help);
        }
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        MooringProcess version = mooring("--version").run();
        assertEquals(0, version.exitCode());
        assertEquals(1, version.out().size(), version.story());
        assertTrue(version.out().get(0).matches("mooring \\d+\\.\\d+\\.\\d+.*"), version.story());
    }

    @Test
    void theStartScriptRunsTheJarWithFlagsThatTheRuntimeKnows() throws Exception {
        ProcessBuilder script = new ProcessBuilder("bin/mooring", "--version").redirectErrorStream(true);
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        script.environment().put("XDG_CACHE_HOME", directory.toString());
        for (int start = 0; start < 2; start++) {
            Process process = script.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertTrue(said.matches("mooring \\d+\\.\\d+\\.\\d+.*\\R"), said);
        }
    }

    @Test
    void runWithNothingToBalanceSaysWhatItCouldBalance() throws Exception {
        MooringProcess run = mooring("run").run();
        assertEquals(2, run.exitCode());
        assertEquals(List.of(), run.out());
        assertEquals(
                "nothing to balance (expected: FILE, --backend HOST:PORT,... or --samples N)",
                run.err().get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --lisen 127.0.0.1:0|--listen",
                "demo --backend 3|--backends",
                "validte x.yaml|validate",
                "run --samples -1|0 to 16",
                "run --samples 100000|0 to 16",
                "run --samples three|three",
                "run --transport warp --samples 1|epoll, kqueue, io_uring, nio",
                "run --log-format xml --samples 1|human, json",
                "run --listen 127.0.0.1 --backend 127.0.0.1:1|HOST:PORT",
                "run --backend 127.0.0.1|--backend",
                "run --admin 0.0.0.0:0 --backend 127.0.0.1:1|token",
                "demo --backends 17|1 to 16",
                "demo --listen nowhere|HOST:PORT",
                "validate|FILE",
                "explain x.yaml|--request",
                "explain x.yaml --request nowhere|GET https://host/path",
                "explain x.yaml --request http://h/ --header x|Name: value",
                "explain x.yaml --request http://h/ --client me|192.0.2.1",
            })
    void whatIsWrongOnTheCommandLineIsExplained(String words, String expected) throws Exception {
        MooringProcess run = mooring(words.split(" ")).run();
        assertEquals(2, run.exitCode(), run.story());
        assertEquals(List.of(), run.out());
        assertTrue(run.errText().contains(expected), run.story());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "validate"})
    void aFileThatIsNotThereIsNamed(String command) throws Exception {
        MooringProcess run = mooring(command, "missing.yaml").in(directory).run();
        assertEquals(2, run.exitCode());
        assertEquals(List.of("mooring: missing.yaml: no such file"), run.err());
        assertEquals(List.of(), run.out());
    }

    @Test
    void runReportsEveryProblemOfAFileWithItsPlaceAndServesNothing() throws Exception {
        Files.writeString(directory.resolve("bad.yaml"), BAD);
        MooringProcess run = mooring("run", "bad.yaml").in(directory).run();
        assertEquals(2, run.exitCode());
        assertEquals(List.of(), run.out());
        assertThreeProblems("bad.yaml", run.err());
    }

    @Test
    void validateReportsEveryProblemOfAFileWithItsPlace() throws Exception {
        Files.writeString(directory.resolve("bad.yaml"), BAD);
        MooringProcess validate = mooring("validate", "bad.yaml").in(directory).run();
        assertEquals(2, validate.exitCode());
        assertThreeProblems("bad.yaml", validate.out());
        assertEquals(List.of(), validate.err());
    }

    @Test
    void validateReadsStandardInput() throws Exception {
        MooringProcess bad = mooring("validate", "-").input(BAD).run();
        assertEquals(2, bad.exitCode());
        assertThreeProblems("-", bad.out());
        assertEquals(0, mooring("validate", "-").input(GOOD).run().exitCode());
    }

    @Test
    void validateSaysNoErrorOfAGoodFile() throws Exception {
        Files.writeString(directory.resolve("good.yaml"), GOOD);
        MooringProcess validate = mooring("validate", "good.yaml").in(directory).run();
        assertEquals(0, validate.exitCode(), validate.story());
        assertTrue(validate.out().stream().noneMatch(line -> line.contains(" error ")), validate.story());
    }

    @Test
    void aWarningFailsOnlyWhereItIsToldTo() throws Exception {
        String warned = "pools: {app: {backends: []}}";
        assertEquals(0, mooring("validate", "-").input(warned).run().exitCode());
        assertEquals(1, mooring("validate", "--strict", "-").input(warned).run().exitCode());
        assertEquals(0, mooring("validate", "--strict", "-").input(GOOD).run().exitCode());
    }

    @Test
    void whatConvertPrintsIsAConfigurationThatConvertsToItself() throws Exception {
        MooringProcess first = mooring("convert", "-").input(GOOD).run();
        assertEquals(0, first.exitCode(), first.story());
        String converted = String.join("\n", first.out()) + "\n";
        MooringProcess second = mooring("convert", "-").input(converted).run();
        assertEquals(first.out(), second.out());
        assertEquals(2, mooring("convert", "-").input(BAD).run().exitCode());
    }

    @Test
    void explainSaysWhereARequestWouldGoAndWhatWouldBeSent() throws Exception {
        Files.writeString(directory.resolve("good.yaml"), GOOD);
        MooringProcess text = mooring("explain", "good.yaml", "--request", "GET http://shop.example/cart?x=1")
                .in(directory)
                .run();
        assertEquals(0, text.exitCode(), text.story());
        String said = String.join("\n", text.out());
        for (String line : List.of(
                "route        route-1",
                "pool         app",
                "backend      127.0.0.1:1",
                "reason       balanced",
                "sent         GET /cart?x=1 HTTP/1.1",
                "Host: shop.example",
                "told         Set-Cookie: MOORING=",
                "stream       cut after 1h without a byte in either direction")) {
            assertTrue(said.contains(line), line + " in\n" + said);
        }
        MooringProcess json = mooring(
                        "explain", "good.yaml", "--format", "json", "--request", "http://h/", "--client", "192.0.2.9")
                .in(directory)
                .run();
        Json facts = Json.parse(String.join("\n", json.out()));
        assertEquals("app", facts.get("pool").text());
        assertTrue(facts.get("request").text().endsWith("from 192.0.2.9"), facts::text);
        assertEquals(1, facts.get("candidates").list().size());
    }

    @Test
    void backendsInTheCloudAreNotSpokenToUnlessItIsSaid() throws Exception {
        // 192.0.2.0/24 is nobody's.
        Files.writeString(directory.resolve("cloud.json"), """
                {"type": "Microsoft.Network/applicationGateways", "name": "g", "properties": {
                 "backendAddressPools": [
                  {"name": "api", "properties": {"backendAddresses": [{"ipAddress": "192.0.2.4"}, {"ipAddress": "192.0.2.5"}]}}],
                 "backendHttpSettingsCollection": [{"name": "s", "properties": {"port": 80, "protocol": "Http"}}]}}
                """);
        MooringProcess run = mooring("run", "cloud.json", "--listen", "127.0.0.1:0")
                .in(directory)
                .run();
        assertEquals(2, run.exitCode(), run.story());
        assertEquals(List.of(), run.out());
        assertTrue(run.errText().contains(" error cloud-backend "), run.story());
        assertTrue(run.errText().contains("'api' (192.0.2.4:80, 192.0.2.5:80)"), run.story());
        assertTrue(run.errText().contains("mooring run cloud.json --samples 1"), run.story());
        assertTrue(run.errText().contains("mooring run cloud.json --backend api=localhost:5001"), run.story());

        try (MooringProcess meant = mooring("run", "cloud.json", "--cloud-addresses", "--listen", "127.0.0.1:0")
                .in(directory)
                .serving()) {
            assertTrue(meant.isAlive(), meant.story());
        }
    }

    private static void assertThreeProblems(String file, List<String> lines) {
        String all = String.join("\n", lines);
        for (String place : List.of("4:5", "5:14", "6:16")) {
            String start = file + ":" + place + ": error ";
            assertEquals(
                    1, lines.stream().filter(line -> line.startsWith(start)).count(), start + " in\n" + all);
        }
        assertTrue(all.contains("did you mean 'affinity'?"), all);
    }

    @ParameterizedTest
    @CsvSource({"--listen,web,--admin", "--admin,admin,--listen"})
    void aPortThatIsTakenIsOneClearLineThatNamesTheListener(String option, String name, String other) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            MooringProcess run = mooring("run", "--backend", "127.0.0.1:1", option, address, other, "127.0.0.1:0")
                    .run();
            assertEquals(1, run.exitCode());
            assertEquals(List.of(), run.out());
            List<String> lines = run.err().stream()
                    .filter(line -> line.contains("cannot listen"))
                    .toList();
            assertEquals(1, lines.size(), run.story());
            assertTrue(lines.get(0).startsWith("mooring: cannot listen on " + address), lines.get(0));
            assertTrue(lines.get(0).contains(name) && lines.get(0).contains("in use"), lines.get(0));
            assertTrue(run.err().stream().noneMatch(line -> line.startsWith("\tat ")), run.story());
        }
    }

    @Test
    void aHostThatDoesNotExistIsCalledThat() throws Exception {
        MooringProcess run = mooring("run", "--backend", "127.0.0.1:1", "--listen", "nowhere.invalid:0")
                .run();
        assertEquals(1, run.exitCode());
        assertTrue(run.errText().contains("nowhere.invalid:0 (listener web): no such host"), run.story());
    }

    @Test
    void bashCompletesWithThePrintedScript() throws Exception {
        MooringProcess generate = mooring("generate-completion").run();
        assertEquals(0, generate.exitCode());
        Path script = directory.resolve("completion.sh");
        Files.write(script, generate.out());
        assertEquals("run", complete(script, "mooring", "ru"));
        assertEquals("--listen", complete(script, "mooring", "run", "--lis"));
        assertEquals("io_uring", complete(script, "mooring", "run", "--transport", "io"));
        assertEquals("front-door", complete(script, "mooring", "run", "--profile", "fr"));
    }

    private static String complete(Path script, String... words) throws Exception {
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                                + (words.length - 1)
                                + "; _complete_mooring; echo ${COMPREPLY[*]}")
                // compopt complains that nobody has pressed a key.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(bash.waitFor(10, TimeUnit.SECONDS));
        return said.strip();
    }
}
