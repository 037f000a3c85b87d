// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AzurePageTest {
    @Test
    void thePageListsEveryPropertyAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/reference/azure.md")).stream()
                .filter(line -> line.startsWith("| `") || line.startsWith("### "))
                .toList();
        List<String> expected = new ArrayList<>();
        for (Shape shape : Shapes.all()) {
            expected.add("### " + shape.title());
            shape.properties().forEach(property -> expected.add(row(property)));
        }
        assertEquals(String.join("\n", expected), String.join("\n", rows));
    }

    @Test
    void noPropertyIsListedTwiceAndEachIsExplained() {
        for (Shape shape : Shapes.all()) {
            Set<String> names = new HashSet<>();
            for (Property property : shape.properties()) {
                String name = shape.title() + "." + property.name();
                assertTrue(names.add(property.name().toLowerCase(Locale.ROOT)), name);
                assertTrue(property.note().endsWith("."), name);
            }
        }
    }

    private static String row(Property property) {
        String support = property.support().name().toLowerCase(Locale.ROOT);
        return "| `" + property.name() + "` | " + support + " | " + property.note() + " |";
    }
}
