// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Resources;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void whatIsNotUtf8IsADiagnosticWithItsPlace() throws Exception {
        Path file = Files.write(directory.resolve("x.json"), new byte[] {'{', '\n', (byte) 0xff});

        assertEquals(List.of(file + ":2:1: error not-text"), said(file));
    }

    @Test
    void whatIsMuchTooLargeIsADiagnosticToo() throws Exception {
        Path file = directory.resolve("x.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(5L << 30);
        }

        assertEquals(List.of(file + ":1:1: error input-limit"), said(file));
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        Path file = directory.resolve("missing.yaml");

        IOException missing = assertThrows(IOException.class, () -> new Sources(List.of(file)).read());
        assertEquals(file + ": no such file", missing.getMessage());
    }

    @Test
    @Timeout(20)
    void aPipeIsReadOnceAndKept() throws Exception {
        Path pipe = pipe("pipe");
        Sources sources = new Sources(List.of(pipe));
        Thread writer = new Thread(() -> write(pipe, "pools: {}"));
        writer.start();

        assertEquals("pools: {}", sources.read().get(0).text());
        assertEquals("pools: {}", sources.read().get(0).text());
        writer.join();
    }

    @Test
    @Timeout(20)
    void aFileThatBecomesAPipeIsNotWaitedFor() throws Exception {
        Path file = Files.writeString(directory.resolve("x.yaml"), "pools: {}");
        Sources sources = new Sources(List.of(file));
        sources.read();
        Files.delete(file);
        pipe("x.yaml");

        IOException pipe = assertThrows(IOException.class, sources::read);
        assertEquals(file + ": is a pipe or device now (expected: a file)", pipe.getMessage());

        Files.delete(file);
        Files.writeString(file, "listeners: {}");
        assertEquals("listeners: {}", sources.read().get(0).text());
    }

    private Path pipe(String name) throws Exception {
        Path pipe = directory.resolve(name);
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        return pipe;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> said(Path file) throws IOException {
        return new ConfigLoader(Resources.NONE)
                .load(new Sources(List.of(file)).read(), Overrides.NONE).diagnostics().stream()
                        .map(diagnostic -> diagnostic.position() + ": "
                                + diagnostic.severity().label() + " "
                                + diagnostic.code().label())
                        .toList();
    }
}
