// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.lb.config.arm.ArmReader;
import dev.mooring.lb.config.arm.AzureResources;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.testing.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Files of other people are read without an error, and as their compiled forms are. */
@Tag("corpus")
class BicepCorpusTest {
    private static final List<String> COMPILED = List.of("main.json", "main.symbolicnames.json", "azuredeploy.json");

    @TestFactory
    Stream<DynamicTest> everyFileIsReadAsItsCompiledForm() throws IOException {
        return Corpus.files(".bicep").stream().map(file -> DynamicTest.dynamicTest(file.toString(), () -> check(file)));
    }

    private static void check(Path file) {
        Directory directory = new Directory(file.resolveSibling(""));
        Diagnostics diagnostics = new Diagnostics();
        Optional<AzureResources> resources =
                BicepReader.read(directory.file(file.getFileName().toString()), directory.settings(), diagnostics);
        assertFalse(
                diagnostics.hasErrors(), () -> diagnostics.inOrder(List.of()).toString());
        String bicep = resources.map(Shown::sorted).orElse("unreadable");
        for (String name : COMPILED) {
            if (directory.has(name)) {
                String compiled = ArmReader.read(directory.file(name), directory.settings(), new Diagnostics())
                        .map(Shown::sorted)
                        .orElse("");
                assertEquals(knownNames(compiled), knownNames(bicep), name);
            }
        }
    }

    /** A name that is put together of unknown parts is shown in more or less detail. */
    private static String knownNames(String shown) {
        return shown.replaceAll("(?m)^(\\S+@\\S+) .*\\{.*$", "$1");
    }
}
