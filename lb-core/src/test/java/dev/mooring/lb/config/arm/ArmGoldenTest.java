// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each directory of {@code src/test/resources/config/arm} is a case: {@code input.json}, with {@code parameters.json} and
 * {@code set.txt} if a user says more, and files that it includes; what is said about it in {@code diagnostics.txt}, and the
 * resources in {@code expected.txt}. To make the expectations of a new case, run with {@code -Dgolden.update=true} and read the
 * difference.
 */
class ArmGoldenTest {
    private static final Path ROOT = Path.of("src/test/resources/config/arm");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z"));

    @TestFactory
    Stream<DynamicTest> everyCaseIsAsExpected() throws IOException {
        return cases().stream()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.getFileName().toString(), () -> check(directory)));
    }

    @Test
    void thereAreManyCases() throws IOException {
        assertTrue(cases().size() >= 20, () -> "too few cases in " + ROOT.toAbsolutePath());
    }

    private static List<Path> cases() throws IOException {
        try (Stream<Path> directories = Files.list(ROOT)) {
            return directories.sorted().toList();
        }
    }

    private static void check(Path directory) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        Optional<SourceFile> file = file(directory, "parameters.json");
        Map<String, Node> parameters =
                file.map(given -> ParametersFile.read(given, diagnostics)).orElse(Map.of());
        List<String> set = file(directory, "set.txt")
                .map(lines -> lines.text().lines().toList())
                .orElse(List.of());
        LinkedFiles files = (from, path) -> file(directory, path);
        TemplateSettings settings =
                new TemplateSettings(parameters, TemplateSettings.values(set, diagnostics), files, CLOCK);
        Optional<AzureResources> read =
                ArmReader.read(file(directory, "input.json").orElseThrow(), settings, diagnostics);
        read.ifPresent(all -> settings.reportUnused(all.settings(), diagnostics));
        String resources = read.map(Printed::of).orElse("");
        String said = diagnostics.inOrder(List.of("input.json")).stream()
                .map(Diagnostic::toString)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        compare(directory.resolve("diagnostics.txt"), said);
        compare(directory.resolve("expected.txt"), resources);
    }

    private static Optional<SourceFile> file(Path directory, String name) {
        Path path = directory.resolve(name);
        try {
            return Files.isRegularFile(path)
                    ? Optional.of(new SourceFile(name, Files.readString(path)))
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void compare(Path file, String actual) throws IOException {
        if (UPDATE && actual.isEmpty()) {
            Files.deleteIfExists(file);
        } else if (UPDATE) {
            Files.writeString(file, actual);
        }
        String expected = Files.exists(file) ? Files.readString(file) : "";
        assertEquals(expected, actual, file.toString());
    }
}
