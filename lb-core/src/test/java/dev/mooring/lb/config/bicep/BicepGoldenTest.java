// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.arm.ArmReader;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each directory of {@code src/test/resources/config/bicep} is a case: {@code input.bicep} or {@code input.bicepparam}, what is said
 * about it in {@code diagnostics.txt}, its resources in {@code expected.txt}, and perhaps {@code same.json}, an ARM template that
 * has the same resources. Run with {@code -Dgolden.update=true} to make the expectations of a new case, and read the difference.
 */
class BicepGoldenTest {
    private static final Path ROOT = Path.of("src/test/resources/config/bicep");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @TestFactory
    Stream<DynamicTest> everyCaseIsAsExpected() throws IOException {
        return cases().stream()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.getFileName().toString(), () -> check(directory)));
    }

    @TestFactory
    Stream<DynamicTest> theCompiledFormHasTheSameResources() throws IOException {
        return cases().stream()
                .filter(directory -> new Directory(directory).has("same.json"))
                .map(directory ->
                        DynamicTest.dynamicTest(directory.getFileName().toString(), () -> checkSame(directory)));
    }

    @Test
    void thereAreManyCases() throws IOException {
        assertTrue(cases().size() >= 15, () -> "too few cases in " + ROOT.toAbsolutePath());
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> directories = Files.list(ROOT)) {
            return directories.filter(Files::isDirectory).sorted().toList();
        }
    }

    static SourceFile input(Directory directory) {
        return directory.file(directory.has("input.bicep") ? "input.bicep" : "input.bicepparam");
    }

    private static void check(Path path) throws IOException {
        Directory directory = new Directory(path);
        Diagnostics diagnostics = new Diagnostics();
        String resources = BicepReader.read(input(directory), directory.settings(), diagnostics)
                .map(Shown::resources)
                .orElse("");
        String said = diagnostics.inOrder(List.of(input(directory).name())).stream()
                .map(Diagnostic::toString)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        compare(directory, "diagnostics.txt", said);
        compare(directory, "expected.txt", resources);
    }

    private static void checkSame(Path path) {
        Directory directory = new Directory(path);
        Diagnostics diagnostics = new Diagnostics();
        String bicep = BicepReader.read(input(directory), directory.settings(), diagnostics)
                .map(Shown::sorted)
                .orElse("unreadable");
        String compiled = ArmReader.read(directory.file("same.json"), directory.settings(), diagnostics)
                .map(Shown::sorted)
                .orElse("");
        assertEquals(compiled, bicep);
    }

    private static void compare(Directory directory, String name, String actual) throws IOException {
        Path file = directory.root().resolve(name);
        if (UPDATE && actual.isEmpty()) {
            Files.deleteIfExists(file);
        } else if (UPDATE) {
            Files.writeString(file, actual);
        }
        assertEquals(directory.text(name), actual, () -> file + " (-Dgolden.update=true rewrites it)");
    }
}
