// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.testing.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mutations of the golden templates and random expressions, always the same ones: whatever the text, there is an answer. */
class TemplateFuzzTest {
    private static final int MUTATIONS = 150;
    private static final int EXPRESSIONS = 1500;
    private static final String[] PIECES = {
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        ",",
        ":",
        ".",
        "?",
        "//",
        "/*",
        "\\",
        "\n",
        "\u0000",
        "\ud83d",
        "null",
        "true",
        "-1",
        "99999999999999999999",
        "1e999",
        "[variables('a')]",
        "[parameters('p')]",
        "[copyIndex()]",
        "[reference('g')]",
        "\"copy\": {\"name\": \"x\", \"count\": 800},",
        "\"resources\": [",
        "\"condition\": \"[false()]\",",
        "$schema",
        "801",
        "[range(0, 10000)]",
        "[resourceGroup().",
        "lambda('x', ",
        "concat(",
        "if(",
        "\"type\": \"Microsoft.Resources/deployments\","
    };
    private static final String[] ATOMS = {
        "'a'",
        "''",
        "'{0}'",
        "0",
        "1",
        "-5",
        "800",
        "9223372036854775807",
        "1.5",
        "null()",
        "true()",
        "parameters('unknown')",
        "parameters('list')",
        "variables('map')",
        "variables('self')",
        "copyIndex()",
        "lambdaVariables('x')",
        "lambda('x', lambdaVariables('x'))",
        "lambda('x', 'y', less(lambdaVariables('x'), lambdaVariables('y')))",
        "reference('g')",
        "resourceGroup()",
        "deployment()",
        "'10.0.0.0/8'",
        "'P1D'",
        "'2020-01-01T00:00:00Z'",
        "'Microsoft.A/b'"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMutationHasAnAnswer(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> templates = templates();
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < MUTATIONS; i++) {
                read(Mutations.of(templates.get(random.nextInt(templates.size())), PIECES, 10, random));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void everyExpressionHasAnAnswer(long seed) {
        Random random = new Random(seed);
        List<String> names = new ArrayList<>(Builtins.names());
        names.addAll(List.of("reference", "listKeys", "contoso.f", "noSuchFunction"));
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < EXPRESSIONS; i++) {
                read(template(expression(random, names, 0).replace("\\", "\\\\").replace("\"", "\\\"")));
            }
        });
    }

    static String template(String expression) {
        return """
                {"$schema": "deploymentTemplate.json",
                 "parameters": {"unknown": {"type": "string"}, "list": {"defaultValue": [1, "b", null, {"c": true}]}},
                 "variables": {"map": {"a": 1, "b": {"c": [1]}}, "self": "[variables('self')]"},
                 "functions": [{"namespace": "contoso", "members": {"f": {
                   "parameters": [{"name": "x"}], "output": {"value": "[parameters('x')]"}}}}],
                 "resources": [{"type": "Microsoft.Network/applicationGateways", "name": "g",
                   "copy": {"name": "loop", "count": 2}, "properties": {"value": "[%s]"}}]}
                """.formatted(expression);
    }

    private static void read(String text) {
        Diagnostics diagnostics = new Diagnostics();
        LinkedFiles itself = (from, path) -> Optional.of(new SourceFile(path, text));
        TemplateSettings settings = new TemplateSettings(Map.of(), Map.of(), itself, TemplateSettings.NONE.clock());
        Optional<AzureResources> resources = ArmReader.read(new SourceFile("f", text), settings, diagnostics);
        List<Diagnostic> all = diagnostics.inOrder(List.of("f"));
        assertTrue(resources.isPresent() || !all.isEmpty(), text);
        resources.ifPresent(found -> found.resources().forEach(Printed::of));
        all.forEach(one -> assertTrue(one.position().line() > 0, () -> one + "\n" + text));
    }

    private static String expression(Random random, List<String> names, int depth) {
        if (depth > 4 || random.nextInt(4) == 0) {
            return ATOMS[random.nextInt(ATOMS.length)];
        }
        StringBuilder call = new StringBuilder(names.get(random.nextInt(names.size()))).append('(');
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            call.append(i == 0 ? "" : ", ").append(expression(random, names, depth + 1));
        }
        call.append(')');
        return switch (random.nextInt(8)) {
            case 0 -> call + "[" + expression(random, names, depth + 1) + "]";
            case 1 -> call + ".name";
            case 2 -> call + ".?x.y";
            default -> call.toString();
        };
    }

    private static List<String> templates() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/config/arm"))) {
            List<String> texts = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.endsWith("input.json")).sorted().toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }
}
