// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.plain.PlainWriter;
import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the files of Azure become can be written in Mooring's own form, and read back. */
class AzureRoundTripTest {
    private static final Path CASES = Path.of("src/test/resources/config/azure");

    @TestFactory
    Stream<DynamicTest> everyGatewayIsTheSameWhenItIsReadBack() throws IOException {
        try (Stream<Path> directories = Files.list(CASES)) {
            return directories.sorted().toList().stream()
                    .map(directory ->
                            DynamicTest.dynamicTest(directory.getFileName().toString(), () -> check(directory)));
        }
    }

    private static void check(Path directory) throws IOException {
        LoadResult first = load("input.json", Files.readString(directory.resolve("input.json")));
        if (first.spec().isEmpty()) {
            return;
        }
        String written = PlainWriter.write(first.spec().get(), Secrets.REVEALED);
        LoadResult second = load("mooring.yaml", written);
        assertTrue(second.spec().isPresent(), () -> second.diagnostics() + "\n" + written);
        assertEquals(first.spec().get(), second.spec().get());
    }

    private static LoadResult load(String name, String text) {
        return new ConfigLoader(Resources.NONE).load(List.of(new SourceFile(name, text)), Overrides.NONE);
    }
}
