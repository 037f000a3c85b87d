// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.plain.PlainWriter;
import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/mooring.yaml}, which newcomers copy. */
class ExampleTest {
    static SourceFile example() {
        try {
            return new SourceFile("mooring.yaml", Files.readString(Path.of("../docs/mooring.yaml")));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Test
    void loadsWithNothingToBeSaid() {
        LoadResult result = new ConfigLoader(new TestResources()).load(List.of(example()), Overrides.NONE);

        assertEquals(List.of(), result.diagnostics());
        assertTrue(result.spec().isPresent());
    }

    /** The reference page is compared with the code elsewhere, so its keys are those of the code. */
    @Test
    void usesEveryKey() throws IOException {
        List<String> keys = Files.readAllLines(Path.of("../docs/reference/configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertTrue(keys.size() > 70, () -> "only " + keys.size() + " keys on the page");
        KeysInUse used = KeysInUse.of(example());
        assertEquals(List.of(), keys.stream().filter(key -> !used.contains(key)).toList());
    }

    @Test
    void readsBackFromItsCanonicalForm() {
        LoadResult first = new ConfigLoader(new TestResources()).load(List.of(example()), Overrides.NONE);
        String text = PlainWriter.write(first.spec().orElseThrow(), Secrets.REVEALED);
        LoadResult second =
                new ConfigLoader(new TestResources()).load(List.of(new SourceFile("canonical", text)), Overrides.NONE);

        assertEquals(first.spec(), second.spec());
    }
}
