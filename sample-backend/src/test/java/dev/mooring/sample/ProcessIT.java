// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIT {
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void saysOneLineWhenItListensAndAfterSigtermEndsStreamsCleanlyAndExitsWithZero() throws Exception {
        Process process = start("--port", "0", "--name", "b1", "--token", "s3cret");
        BufferedReader out = process.inputReader();
        int port = port(out.readLine());
        try (Wire stream = Wire.to(port).get("/api/events/stream?interval=10&token=s3cret")) {
            stream.until("data: ");
            // Not Process.destroy(), which also closes the pipes we still read.
            process.toHandle().destroy();
            assertTrue(stream.toEnd().endsWith("\n\n\r\n0\r\n\r\n"), stream.soFar());
        }
        assertExit(0, process);
        assertEquals(null, out.readLine(), "a second line on stdout");
        assertFalse(stderr(process).contains("s3cret"));
    }

    @Test
    void aCrashLooksLikeAKilledProcess() throws Exception {
        Process process = start();
        int port = port(process.inputReader().readLine());
        try (Wire stream = Wire.to(port).get("/api/events/stream?interval=10");
                Wire control = Wire.to(port)) {
            stream.until("data: ");
            control.send("POST /control/crash HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            assertTrue(stream.endsWithReset());
        }
        assertExit(137, process);
    }

    @Test
    void theExitFaultExitsWithZero() throws Exception {
        Process process = start();
        int port = port(process.inputReader().readLine());
        try (Wire control = Wire.to(port)) {
            control.send("POST /control/exit HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .toEnd();
        }
        assertExit(0, process);
    }

    @Test
    void aPortThatIsTakenIsOneClearLineAndExitOne() throws Exception {
        try (SampleServer other = SampleServer.builder().start()) {
            Process process = start("--port", String.valueOf(other.port()));
            assertExit(1, process);
            String error = stderr(process);
            assertTrue(error.contains("cannot listen on 127.0.0.1:" + other.port() + ": "), error);
            assertTrue(error.contains("Address already in use"), error);
            assertEquals(1, error.lines().count(), error);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port=x",
                "--port=70000",
                "--name=b 1",
                "--name=",
                "--ring=0",
                "--interval=5",
                "--dashboard=ftp://x",
                "--grace=-1",
                "--token=",
                "--nonsense"
            })
    void badUsageIsExplainedAndExitsWithTwo(String argument) throws Exception {
        Process process = start(argument);
        assertExit(2, process);
        assertTrue(stderr(process).contains("Usage: sample-backend"));
        assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                // In the jar's manifest; without it newer JVMs warn on stderr.
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SampleBackend.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static int port(String line) {
        assertTrue(line.matches("listening on http://127\\.0\\.0\\.1:\\d+"), line);
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static void assertExit(int code, Process process) throws InterruptedException {
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "still running");
        assertEquals(code, process.exitValue());
    }

    private static String stderr(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
