// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    @Test
    void aTemplateIncludesWhatLiesBesideItOrBelow() throws IOException {
        Path main = file("in/main.bicep");
        file("in/modules/pool.bicep");
        Neighbours neighbours = new Neighbours(List.of(main));
        assertEquals(
                "in/modules/pool.bicep",
                neighbours.read(main.toString(), "modules/pool.bicep").orElseThrow().text());
        String inner = root.resolve("in/modules/pool.bicep").toString();
        assertEquals(
                "in/main.bicep", neighbours.read(inner, "../main.bicep").orElseThrow().text());
    }

    @Test
    void nothingElseIsRead() throws IOException {
        Path main = file("in/main.bicep");
        Path secret = file("secret.txt");
        Files.createSymbolicLink(root.resolve("in/link.bicep"), secret);
        Neighbours neighbours = new Neighbours(List.of(main));
        for (String path : List.of("../secret.txt", secret.toString(), "link.bicep", "missing", ".", "\0", "")) {
            assertTrue(neighbours.read(main.toString(), path).isEmpty(), path);
        }
    }

    private Path file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }
}
