// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticsPageTest {
    @Test
    void thePageListsEveryCodeAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/reference/diagnostics.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        List<String> expected = Arrays.stream(DiagnosticCode.values())
                .map(code -> "| `" + code.label() + "` | " + code.severity().label() + " | " + code.sentence() + " |")
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", rows));
    }
}
