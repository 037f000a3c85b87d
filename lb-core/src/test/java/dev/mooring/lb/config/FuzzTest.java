// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mooring.lb.config.plain.PlainWriter;
import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.testing.Mutations;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mutations of the example, always the same ones: whatever the text, there is an answer, and it is consistent. */
class FuzzTest {
    private static final int MUTATIONS = 700;
    private static final String[] PIECES = {
        ":",
        "- ",
        "  ",
        "\n",
        "\t",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "<<: ",
        "!!x ",
        "\"",
        "'",
        "# ",
        "off",
        "null",
        "-1",
        "99999999999999999999",
        "5s",
        "\u0000",
        "\ud83d",
        "\u2028",
        "%",
        "@",
        "|",
        ">",
        "---\n",
        "...\n",
        "? ",
        ",",
        "~"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMutationHasAnAnswer(long seed) {
        Random random = new Random(seed);
        String example = ExampleTest.example().text();
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < MUTATIONS; i++) {
                check(Mutations.of(example, PIECES, 200, random));
            }
        });
    }

    private static void check(String text) {
        LoadResult result =
                new ConfigLoader(new TestResources()).load(List.of(new SourceFile("f", text)), Overrides.NONE);
        boolean errors = result.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR);
        assertEquals(errors, result.spec().isEmpty(), text);
        int line = 1;
        for (Diagnostic diagnostic : result.diagnostics()) {
            assertFalse(diagnostic.position().line() < line, () -> diagnostic + "\n" + text);
            assertFalse(diagnostic.toString().contains(TestResources.ENV_SECRET), text);
            line = diagnostic.position().line();
        }
        result.spec().ifPresent(FuzzTest::checkRoundTrip);
    }

    private static void checkRoundTrip(GatewaySpec spec) {
        SourceFile canonical = new SourceFile("canonical", PlainWriter.write(spec, Secrets.REVEALED));
        LoadResult again = new ConfigLoader(new TestResources()).load(List.of(canonical), Overrides.NONE);
        assertEquals(spec, again.spec().orElse(null), canonical.text());
    }
}
