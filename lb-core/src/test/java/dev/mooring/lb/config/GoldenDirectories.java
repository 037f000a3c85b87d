// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.lb.config.plain.PlainWriter;
import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Each directory below a root is a case: {@code input.*} (and {@code input-2.*} ...), what is said about it in
 * {@code diagnostics.txt}, and the whole spec in {@code expected.yaml} unless there is an error. To make the expectations of a new
 * case, or to change many at once, run with {@code -Dgolden.update=true} and read the difference.
 */
final class GoldenDirectories {
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private final Path root;

    GoldenDirectories(String root) {
        this.root = Path.of(root);
    }

    Stream<DynamicTest> tests() throws IOException {
        return cases().stream()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.getFileName().toString(), () -> check(directory)));
    }

    List<Path> cases() throws IOException {
        try (Stream<Path> directories = Files.list(root)) {
            return directories.sorted().toList();
        }
    }

    static List<SourceFile> inputs(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("input"))
                    .sorted((a, b) ->
                            Integer.compare(a.toString().length(), b.toString().length()))
                    .map(GoldenDirectories::read)
                    .toList();
        }
    }

    private static void check(Path directory) throws IOException {
        LoadResult result = new ConfigLoader(new TestResources()).load(inputs(directory), Overrides.NONE);
        String spec = result.spec()
                .map(valid -> PlainWriter.write(valid, Secrets.REVEALED))
                .orElse("");
        String diagnostics = result.diagnostics().stream()
                .map(Diagnostic::toString)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        compare(directory.resolve("diagnostics.txt"), diagnostics);
        compare(directory.resolve("expected.yaml"), spec);
    }

    private static SourceFile read(Path file) {
        return new SourceFile(file.getFileName().toString(), text(file));
    }

    /** As the command line reads it: what is not UTF-8 becomes U+FFFD. A missing file is an empty one. */
    private static String text(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
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
        assertEquals(text(file), actual, () -> file + " (-Dgolden.update=true rewrites it)");
    }
}
