// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncludedFilesTest {
    @TempDir
    Path directory;

    private Path main;
    private IncludedFiles files;

    @BeforeEach
    void layOut() throws IOException {
        Path open = Files.createDirectories(directory.resolve("open/parts"));
        Files.writeString(open.resolve("a.json"), "inside");
        Files.writeString(directory.resolve("secret.json"), "outside");
        Files.writeString(Files.createDirectories(directory.resolve("openly")).resolve("b.json"), "outside");
        main = Files.writeString(directory.resolve("open/main.json"), "main");
        Files.createSymbolicLink(open.resolve("link.json"), directory.resolve("secret.json"));
        Files.createSymbolicLink(open.resolve("up"), directory);
        Files.createSymbolicLink(open.resolve("fine.json"), open.resolve("a.json"));
        files = new IncludedFiles(List.of(main));
    }

    @Test
    void filesBesideAndBelowAreRead() {
        assertEquals("inside", read(main, "parts/a.json"));
        assertEquals("inside", read(main, "./parts/../parts/a.json"));
        assertEquals("inside", read(main, "parts/fine.json"));
        assertEquals("main", read(main.resolveSibling("parts/a.json"), "../main.json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.json",
                "parts/../../secret.json",
                "../openly/b.json",
                "parts/link.json",
                "parts/up/secret.json",
                "parts",
                "missing.json",
                "",
                ".",
                "/etc/passwd",
                "..\\secret.json",
                "C:/x.json",
                "a\u0000b",
                "https://example.com/x.json"
            })
    void nothingElseIs(String path) {
        assertTrue(files.read(main.toString(), path).isEmpty(), path);
    }

    @Test
    void anAbsolutePathInsideIsNotRelative() {
        assertTrue(files.read(
                        main.toString(), directory.resolve("open/parts/a.json").toString())
                .isEmpty());
    }

    private String read(Path from, String path) {
        return files.read(from.toString(), path).map(SourceFile::text).orElse("nothing");
    }
}
