// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.SpecText;
import dev.mooring.lb.model.GatewaySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each directory of {@code src/test/resources/config/azure} is a case: resources in {@code input.json}, what is said about them in
 * {@code diagnostics.txt}, and the spec in {@code expected.txt}. To make the expectations of a new case, or to change many at once,
 * run with {@code GOLDEN_UPDATE=true} in the environment and read the difference.
 */
class AzureGoldenTest {
    private static final Path ROOT = Path.of("src/test/resources/config/azure");
    private static final boolean UPDATE = "true".equals(System.getenv("GOLDEN_UPDATE"));

    @TestFactory
    Stream<DynamicTest> everyCaseIsAsExpected() throws IOException {
        return cases().stream()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.getFileName().toString(), () -> check(directory)));
    }

    @Test
    void thereAreManyCases() throws IOException {
        assertTrue(cases().size() >= 35, () -> "too few cases in " + ROOT.toAbsolutePath());
    }

    private static List<Path> cases() throws IOException {
        try (Stream<Path> directories = Files.list(ROOT)) {
            return directories.sorted().toList();
        }
    }

    private static void check(Path directory) throws IOException {
        AzureFiles.Outcome outcome = AzureFiles.read(Files.readString(directory.resolve("input.json")));
        String said = outcome.said();
        compare(directory.resolve("diagnostics.txt"), said.isEmpty() ? "" : said + "\n");
        GatewaySpec spec = outcome.spec();
        Portion portion = new Portion(spec.listeners(), spec.routes(), spec.pools());
        compare(directory.resolve("expected.txt"), SpecText.of(portion));
    }

    private static void compare(Path file, String actual) throws IOException {
        if (UPDATE) {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual, () -> file + " (GOLDEN_UPDATE=true rewrites it)");
    }
}
