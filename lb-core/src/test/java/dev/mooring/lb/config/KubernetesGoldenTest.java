// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.plain.PlainWriter;
import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code src/test/resources/config/kubernetes}, as {@link GoldenDirectories} describes them. */
class KubernetesGoldenTest {
    private static final GoldenDirectories CASES = new GoldenDirectories("src/test/resources/config/kubernetes");

    @TestFactory
    Stream<DynamicTest> everyCaseIsAsExpected() throws IOException {
        return CASES.tests();
    }

    @TestFactory
    Stream<DynamicTest> everyGatewayReadsBackFromItsCanonicalForm() throws IOException {
        return CASES.cases().stream()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.getFileName().toString(), () -> checkRoundTrip(directory)));
    }

    @Test
    void thereAreManyCases() throws IOException {
        assertTrue(CASES.cases().size() >= 50, "too few cases");
    }

    private static void checkRoundTrip(Path directory) throws IOException {
        LoadResult first = load(GoldenDirectories.inputs(directory));
        if (first.spec().isPresent()) {
            String text = PlainWriter.write(first.spec().get(), Secrets.REVEALED);
            LoadResult second = load(List.of(new SourceFile("canonical", text)));
            assertEquals(first.spec(), second.spec(), () -> second.diagnostics() + "\n" + text);
        }
    }

    private static LoadResult load(List<SourceFile> files) {
        return new ConfigLoader(new TestResources()).load(files, Overrides.NONE);
    }
}
