// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    @Test
    void thePageListsEveryKeyAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/reference/configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        List<String> expected = PlainSections.ALL.stream()
                .flatMap(section -> section.keys().stream().map(key -> row(section, key)))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", rows));
    }

    @Test
    void noKeyIsListedTwice() {
        Set<String> paths = new HashSet<>();
        for (Section section : PlainSections.ALL) {
            for (Key<?> key : section.keys()) {
                assertTrue(paths.add(section.pathOf(key)), () -> section.pathOf(key));
            }
        }
    }

    private static String row(Section section, Key<?> key) {
        String fallback = key.value().isPresent() ? "`" + key.fallback() + "`" : key.fallback();
        return "| `" + section.pathOf(key) + "` | " + key.form().type() + " | " + fallback + " | " + key.meaning()
                + " |";
    }
}
