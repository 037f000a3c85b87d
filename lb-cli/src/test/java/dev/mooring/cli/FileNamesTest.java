// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {
    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(directory.resolve("k8s/deep"));
        for (String name :
                List.of("b.yaml", "a.yml", "note.txt", ".hidden.yaml", "main.bicep", "k8s/x.yaml", "k8s/deep/y.yaml")) {
            Files.writeString(directory.resolve(name), "");
        }
    }

    @Test
    void directoryStandsForTheConfigurationsDirectlyInIt() throws Exception {
        assertEquals(List.of("a.yml", "b.yaml", "main.bicep"), expand(""));
    }

    @Test
    void patternStandsForWhatItMatches() throws Exception {
        assertEquals(List.of("b.yaml"), expand("*.yaml"));
        assertEquals(List.of("k8s/deep/y.yaml", "k8s/x.yaml"), expand("k8s/{x,deep/*}.yaml"));
        assertEquals(List.of("k8s/deep/y.yaml"), expand("k8s/**/*.yaml"));
    }

    @Test
    void patternOfOneLevelDoesNotLookBelowIt() throws Exception {
        Path closed = Files.createDirectories(directory.resolve("k8s/deep/closed"));
        Files.setPosixFilePermissions(closed, Set.of());
        assertEquals(List.of("k8s/x.yaml"), expand("k8s/*.yaml"));
        assertEquals(List.of("k8s/deep/y.yaml"), expand("*/*/*.yaml"));
        assertEquals(List.of("k8s/deep/y.yaml"), expand("k8s/{deep/y,nothing}.yaml"));
    }

    @Test
    void fileStandsForItselfEvenIfItsNameLooksLikeAPattern() throws Exception {
        Files.writeString(directory.resolve("[x].yaml"), "");
        assertEquals(List.of("[x].yaml"), expand("[x].yaml"));
        assertEquals(List.of("missing.yaml"), expand("missing.yaml"));
    }

    @Test
    void whatStandsForNothingIsAnError() throws Exception {
        Files.createDirectory(directory.resolve("empty"));
        for (String name : List.of("empty", "*.json", "nowhere/*.yaml", "[.yaml")) {
            assertThrows(IOException.class, () -> expand(name), name);
        }
    }

    private List<String> expand(String name) throws IOException {
        return FileNames.expand(directory.resolve(name)).stream()
                .map(file -> directory.relativize(file).toString())
                .toList();
    }
}
