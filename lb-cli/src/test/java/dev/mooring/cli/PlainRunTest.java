// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRunTest {
    @Test
    void runWithFilesAndNothingElseNeedsNoParser() {
        assertEquals(
                Optional.of(List.of(Path.of("a.yaml"), Path.of("b.bicep"))),
                PlainRun.files("run", "a.yaml", "b.bicep"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--admin", "-", "@arguments", "", "a\0b", "-h", "--"})
    void everythingElseIsForTheParser(String word) {
        assertEquals(Optional.empty(), PlainRun.files("run", "a.yaml", word));
    }

    @Test
    void runWithoutAFileAndOtherCommandsAreForTheParser() {
        assertEquals(Optional.empty(), PlainRun.files("run"));
        assertEquals(Optional.empty(), PlainRun.files("validate", "a.yaml"));
        assertEquals(Optional.empty(), PlainRun.files());
    }
}
