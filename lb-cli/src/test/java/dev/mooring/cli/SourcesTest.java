// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Resources;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    private static List<String> said(Path file) throws IOException {
        return new ConfigLoader(Resources.NONE)
                .load(new Sources(List.of(file)).read(), Overrides.NONE).diagnostics().stream()
                        .map(diagnostic -> diagnostic.position() + ": "
                                + diagnostic.severity().label() + " "
                                + diagnostic.code().label())
                        .toList();
    }
}
