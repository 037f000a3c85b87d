// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Reads all JSON files of a corpus of real templates. */
@Tag("corpus")
class CorpusTest {
    @TestFactory
    Stream<DynamicTest> everyFileCanBeRead() throws IOException {
        return Corpus.files(".json").stream()
                .filter(path -> !path.toString().endsWith("metadata.json"))
                .filter(path -> !path.toString().endsWith("parameters.json"))
                .map(path -> DynamicTest.dynamicTest(path.toString(), () -> read(path)));
    }

    private static void read(Path path) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        Path parameters = path.resolveSibling(path.getFileName().toString().replace(".json", ".parameters.json"));
        Map<String, Node> given = Files.exists(parameters)
                ? ParametersFile.read(new SourceFile(parameters.toString(), Files.readString(parameters)), diagnostics)
                : Map.of();
        TemplateSettings settings =
                new TemplateSettings(given, Map.of(), TemplateSettings.NONE.files(), TemplateSettings.NONE.clock());
        Optional<AzureResources> resources =
                ArmReader.read(new SourceFile(path.toString(), Files.readString(path)), settings, diagnostics);
        List<Diagnostic> all = diagnostics.inOrder(List.of(path.toString()));
        assertEquals(
                List.of(),
                all.stream().filter(one -> one.severity() == Severity.ERROR).toList());
        assertTrue(resources.orElseThrow().resources().size() > 0);
    }
}
