// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.bicep;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.arm.TemplateSettings;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.testing.Mutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mutations of the golden cases, always the same ones, noise, and towers: whatever the text, there is an answer, soon. */
class BicepFuzzTest {
    private static final int MUTATIONS = 30;
    private static final String[] PIECES = {
        "'",
        "'''",
        "${",
        "}",
        "{",
        "[",
        "]",
        "(",
        ")",
        "\n",
        ":",
        "::",
        "?",
        "??",
        ".?",
        "=>",
        "...",
        "@",
        "|",
        "\\",
        "$'''",
        "for x in ",
        "if (",
        "resource a 'T/b@1' = {",
        "param ",
        "module m 'input.bicep' = {",
        "import * as s from 'input.bicep'",
        "var v = v",
        "/*",
        "//",
        "#",
        "99999999999999999999",
        "-",
        "!",
        "null",
        "[for i in range(0, 800): ",
        "\u0000",
        "\ud83d",
        "type t = t[]",
        "func f(a string) string => f(a)",
        "using 'input.bicep'\n",
        "<",
        ">",
        "*",
        "^1"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMutationHasAnAnswer(long seed) throws IOException {
        Random random = new Random(seed);
        List<Path> cases = BicepGoldenTest.cases();
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (Path path : cases) {
                Directory directory = new Directory(path);
                SourceFile input = BicepGoldenTest.input(directory);
                for (int i = 0; i < MUTATIONS; i++) {
                    SourceFile changed = new SourceFile(input.name(), Mutations.of(input.text(), PIECES, 20, random));
                    check(changed, with(directory, changed));
                }
            }
        });
    }

    @Test
    void noiseHasAnAnswer() {
        Random random = new Random(4);
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < 300; i++) {
                byte[] octets = new byte[random.nextInt(3000)];
                random.nextBytes(octets);
                check(new SourceFile("noise", new String(octets, StandardCharsets.UTF_8)), LinkedFiles.NONE);
                StringBuilder words = new StringBuilder("var x = ");
                for (int j = random.nextInt(400); j > 0; j--) {
                    words.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextBoolean() ? " " : "");
                }
                check(new SourceFile("words", words.toString()), LinkedFiles.NONE);
            }
        });
    }

    @Test
    void towersAreTooHighButDoNotFall() {
        List<String> openings = List.of(
                "(",
                "[",
                "{ a: ",
                "!",
                "-",
                "f(",
                "a ? ",
                "a ? b : ",
                "x => ",
                "'${",
                "[for x in ",
                "[for x in y: ",
                "a[",
                "map(y, x => ",
                "{ resource a 'T/b@1' = ",
                "...",
                "[...",
                "a.?b[");
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            for (String opening : openings) {
                String tower = "var tower = " + opening.repeat(20_000);
                assertTrue(
                        check(new SourceFile("tower", tower), LinkedFiles.NONE).hasErrors(), opening);
            }
            for (String chain : List.of(".a", "[0]", "!", "::a", " + 1", " ?? 1", " == 1", ".f()", " && b")) {
                check(new SourceFile("chain", "var a = b" + chain.repeat(20_000)), LinkedFiles.NONE);
            }
            for (String type : List.of("[", "{ a: ", "(", "'a' | ", "string[]", "a.b<")) {
                check(new SourceFile("type", "type a = " + type.repeat(20_000)), LinkedFiles.NONE);
            }
        });
    }

    @Test
    void largeFilesEndSoon() {
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            for (String line : List.of(
                    "var a = 'x'\n", "a", "'", "\n", "{\n", "}\n", "@a()\n", "''' ", "\"", "var x${", "\ud83d\ude00")) {
                check(new SourceFile("large", line.repeat(1_000_000 / line.length())), LinkedFiles.NONE);
            }
        });
    }

    @Test
    void typesMadeOfMoreAndMoreOthersEndSoon() {
        StringBuilder doubling = new StringBuilder("type t0 = 'a' | 'b'\n");
        for (int i = 1; i < 100; i++) {
            String before = "t" + (i - 1);
            doubling.append("type t" + i + " = " + (before + " | ").repeat(9) + before + "\n");
        }
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            check(new SourceFile("doubling", doubling + "param p t99\n"), LinkedFiles.NONE);
            check(new SourceFile("itself", "type t = t | t | t | t | 'a'\nparam p t\n"), LinkedFiles.NONE);
        });
    }

    @Test
    void valuesThatExtendManyOthersEndSoon() {
        SourceFile main = new SourceFile("main.bicep", "param p string\n");
        LinkedFiles files = (from, path) -> Optional.of(path.equals("main.bicep") ? main : values(path.length()));
        assertTimeoutPreemptively(
                Duration.ofMinutes(1), () -> assertTrue(check(values(1), files).hasErrors()));
    }

    /** Values that extend the next ones many times, seven levels deep. */
    private static SourceFile values(int level) {
        String next = "extends '" + "x".repeat(level + 1) + "'\n";
        return new SourceFile("x".repeat(level), "using 'main.bicep'\n" + next.repeat(level < 8 ? 30 : 0));
    }

    @Test
    void namesThatStandNowhereAreReportedSoon() {
        StringBuilder text = new StringBuilder();
        String tail = "x".repeat(25);
        for (int i = 0; i < 20_000; i++) {
            text.append("var v" + i + tail + " = u" + i + tail + "\n");
        }
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertTrue(check(new SourceFile("names", text.toString()), LinkedFiles.NONE)
                        .isFull()));
    }

    @Test
    void aFileTooManyIsReported() {
        SourceFile tooLarge = new SourceFile("large", " ".repeat(17 * 1024 * 1024));
        assertTrue(check(tooLarge, LinkedFiles.NONE).hasErrors());
        SourceFile tooMany = new SourceFile("many", "[ ".repeat(600_000));
        List<Diagnostic> said = check(tooMany, LinkedFiles.NONE).inOrder(List.of());
        assertTrue(said.stream().anyMatch(diagnostic -> diagnostic.code() == DiagnosticCode.INPUT_LIMIT));
    }

    private static LinkedFiles with(Directory directory, SourceFile changed) {
        return (from, path) ->
                directory.read(from, path).map(file -> file.name().equals(changed.name()) ? changed : file);
    }

    private static Diagnostics check(SourceFile file, LinkedFiles files) {
        Diagnostics diagnostics = new Diagnostics();
        TemplateSettings settings = new TemplateSettings(Map.of(), Map.of(), files, () -> Instant.EPOCH);
        BicepReader.read(file, settings, diagnostics);
        for (Diagnostic diagnostic : diagnostics.inOrder(List.of())) {
            assertTrue(diagnostic.position().line() > 0, diagnostic::toString);
            assertTrue(diagnostic.position().column() > 0, diagnostic::toString);
            assertFalse(diagnostic.message().isEmpty(), diagnostic::toString);
        }
        return diagnostics;
    }
}
