// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.ConfigLoader;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.Overrides;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.Resources;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AzureHostileTest {
    private static final Path CASES = Path.of("src/test/resources/config/azure");
    private static final Pattern VALUE = Pattern.compile(": (\"[^\"\n]*\"|[0-9]+|true|false|\\{|\\[)");
    private static final List<String> ODD = List.of(
            "null",
            "[]",
            "{}",
            "\"\"",
            "-1",
            "99999999999999999999",
            "\"<nobody knows>\"",
            "[[1]]",
            "[null]",
            "\"/\"",
            "\"*\"",
            "{\"id\": \"\"}",
            "{\"id\": \"/\"}",
            "{\"id\": {\"id\": 1}}",
            "true",
            "[{\"name\": []}]",
            "\"a b\\nc\"");

    @Test
    void whateverStandsInPlaceOfAValueIsReadOrReported() throws IOException {
        Random random = new Random(20261125);
        for (Path input : inputs()) {
            String text = Files.readString(input);
            List<MatchResult> values = VALUE.matcher(text).results().toList();
            for (int i = 0; i < 25; i++) {
                MatchResult value = values.get(random.nextInt(values.size()));
                String odd = ODD.get(random.nextInt(ODD.size()));
                boolean whole = !value.group(1).equals("{") && !value.group(1).equals("[");
                String mutant = whole
                        ? text.substring(0, value.start(1)) + odd + text.substring(value.end(1))
                        : text.substring(0, value.start() - 1) + "\" : " + odd + ", \"x"
                                + text.substring(value.start() - 1);
                check(AzureFiles.read(mutant), mutant);
            }
        }
    }

    @Test
    void manyPartsAreReadInTimeThatGrowsWithTheirNumber() {
        StringBuilder pools = new StringBuilder();
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            pools.append(i == 0 ? "" : ",").append("{\"name\": \"p" + i + "\", \"properties\": {}}");
            rules.append(i == 0 ? "" : ",")
                    .append("{\"name\": \"r" + i + "\", \"properties\": {\"paths\": [\"/p" + i
                            + "/*\"], \"backendAddressPool\": {\"id\": \"x/p" + i
                            + "\"}, \"backendHttpSettings\": {\"id\": \"x/s\"}}}");
        }
        String text = "{\"properties\": {\"backendAddressPools\": [" + pools
                + "], \"backendHttpSettingsCollection\": [{\"name\": \"s\", \"properties\": {\"port\": 80}}],"
                + " \"urlPathMaps\": [{\"name\": \"m\", \"properties\": {\"defaultBackendAddressPool\": {\"id\": \"x/p1\"},"
                + " \"defaultBackendHttpSettings\": {\"id\": \"x/s\"}, \"pathRules\": [" + rules
                + "]}}], \"requestRoutingRules\": [{\"name\": \"r\", \"properties\": {\"urlPathMap\": {\"id\": \"x/m\"}}}]}}";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertTrue(AzureFiles.read(text).spec().pools().size() >= 3000));
    }

    @Test
    void anIpv6AddressMayHaveItsBracketsOrNot() throws IOException {
        for (String name : List.of("basic", "front-door")) {
            String text = Files.readString(CASES.resolve(name).resolve("input.json"));
            String host = name.equals("basic") ? "\"10.0.0.4\"" : "\"o1.example.com\"";
            GatewaySpec bare =
                    AzureFiles.read(text.replaceFirst(host, "\"2001:db8::1\"")).spec();
            assertTrue(bare.pools().toString().contains("[2001:db8::1]:"), name);
            assertEquals(
                    bare,
                    AzureFiles.read(text.replaceFirst(host, "\"[2001:db8::1]\""))
                            .spec(),
                    name);
        }
    }

    @Test
    @Tag("corpus")
    void filesOfOthersLoadOrSayWhyNotAndWhere() throws IOException {
        for (String ending : List.of(".json", ".bicep")) {
            for (Path file : Corpus.files(ending)) {
                SourceFile source = new SourceFile(file.toString(), Files.readString(file));
                LoadResult result = new ConfigLoader(Resources.NONE).load(List.of(source), Overrides.NONE);
                List<Diagnostic> errors = result.diagnostics().stream()
                        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                        .toList();
                assertTrue(result.spec().isPresent() || !errors.isEmpty(), file::toString);
                errors.forEach(error -> assertTrue(error.position().line() > 0, error::toString));
            }
        }
    }

    private static List<Path> inputs() throws IOException {
        List<Path> inputs = new ArrayList<>();
        try (Stream<Path> directories = Files.list(CASES)) {
            directories
                    .sorted()
                    .map(directory -> directory.resolve("input.json"))
                    .forEach(inputs::add);
        }
        return inputs;
    }

    private static void check(AzureFiles.Outcome outcome, String text) {
        for (Diagnostic diagnostic : outcome.diagnostics()) {
            assertTrue(diagnostic.position().line() > 0, text);
            assertFalse(diagnostic.message().contains("\n"), diagnostic::message);
        }
    }
}
