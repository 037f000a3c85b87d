// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.config.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that ask for more than any machine has: always an error with its place, soon, and never a crash. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileTemplateTest {
    private static final String WHOLE = "\"$schema\": \"deploymentTemplate.json\",";
    private static final String FUNCTION = "\"functions\": [{\"namespace\": \"contoso\", \"members\": {\"f\": {"
            + "\"parameters\": [{\"name\": \"x\"}], \"output\": {\"value\": \"[parameters('x')]\"}}}}],";
    private static final String USER = "{\"type\": \"Microsoft.Network/applicationGateways\", \"name\": \"g\","
            + " \"properties\": {\"x\": \"[variables('v%d')]\"}}";

    @Test
    void expressionsInsideEachOther() {
        for (int depth : new int[] {99, 101, 100_000, 1_000_000}) {
            expression(
                    "concat(".repeat(depth) + "'a'" + ")".repeat(depth),
                    depth < 100 ? Optional.empty() : Optional.of(DiagnosticCode.TEMPLATE_LIMIT));
        }
        expression("json('" + "[".repeat(90) + "]".repeat(90) + "')", Optional.empty());
        expression("json('" + "[".repeat(10_000) + "')", Optional.of(DiagnosticCode.TEMPLATE_EXPRESSION));
    }

    @Test
    void longChainsOfMembers() {
        expression("variables('o')" + ".a".repeat(100_000), Optional.of(DiagnosticCode.TEMPLATE_EXPRESSION));
        expression("parameters('unknown')" + ".a".repeat(5_000), Optional.empty());
        expression("reference('x')" + "[0]".repeat(5_000), Optional.empty());
    }

    @Test
    void variablesThatNeedEachOtherInAChain() {
        chain(100, i -> "[variables('v" + (i + 1) + "')]", Optional.empty());
        chain(5_000, i -> "[variables('v" + (i + 1) + "')]", Optional.of(DiagnosticCode.TEMPLATE_LIMIT));
        chain(5_000, i -> "[variables('v" + (i + 1) + "').x]", Optional.of(DiagnosticCode.TEMPLATE_CYCLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[%1$s]",
                "[map(createArray(1), lambda('x', %1$s))]",
                "[reduce(createArray(1, 2), 0, lambda('x', 'y', %1$s))]",
                "[contoso.f(if(true(), format('{0}', %1$s), 1))]",
                "[coalesce(null(), createObject('a', %1$s).a)]",
                "[sort(createArray(1, 2), lambda('x', 'y', equals(1, %1$s)))]"
            })
    void deepChainsFitIntoHalfAnOrdinaryStack(String step) throws InterruptedException {
        Thread thread = new Thread(
                null,
                () -> chain(
                        1000,
                        i -> step.formatted("variables('v" + (i + 1) + "')"),
                        Optional.of(DiagnosticCode.TEMPLATE_LIMIT)),
                "small",
                512 * 1024);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        thread.setUncaughtExceptionHandler((same, thrown) -> failure.set(thrown));
        thread.start();
        thread.join();
        assertNull(failure.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "createArray(%1$s, %1$s)",
                "createObject('a', %1$s, 'b', %1$s)",
                "concat(string(%1$s), string(%1$s))",
                "map(range(0, 800), lambda('x', %1$s))",
                "concat(createArray(%1$s), createArray(%1$s))",
                "map(range(0, 10000), lambda('x', string(%1$s)))",
                "replace(string(%1$s), 'a', string(%1$s))",
                "base64(string(%1$s))",
                "join(map(range(0, 10000), lambda('i', %1$s)), 'x')",
                "union(createArray(%1$s), createArray(createArray(%1$s)))",
                "format('{0}{0}{0}{0}', string(%1$s))",
                "padLeft(string(%1$s), 1000000)",
                "split(string(%1$s), 'a')",
                "reduce(range(0, 10000), %1$s, lambda('a', 'x', createArray(lambdaVariables('a'))))",
                "reduce(range(0, 10000), %1$s, lambda('a', 'x', union(createArray(lambdaVariables('x')), array(%1$s))))",
                "createArray(sort(range(0, 10000), lambda('a', 'b', true())), %1$s, %1$s)",
                "toObject(range(0, 10000), lambda('a', string(lambdaVariables('a'))), lambda('a', %1$s))",
                "groupBy(range(0, 10000), lambda('a', string(%1$s)))",
                "createArray(contains(string(%1$s), string(%1$s)), %1$s, %1$s)",
                "createArray(equals(%1$s, %1$s), %1$s, %1$s)"
            })
    void valuesThatGrowAtEachStep(String step) {
        chain(
                60,
                i -> "[" + step.formatted("variables('v" + (i + 1) + "')") + "]",
                Optional.of(DiagnosticCode.TEMPLATE_LIMIT));
    }

    @Test
    void loopsInsideLoops() {
        String loop = "0";
        for (int i = 0; i < 6; i++) {
            loop = "map(range(0, 800), lambda('x" + i + "', " + loop + "))";
        }
        expression(loop, Optional.of(DiagnosticCode.TEMPLATE_LIMIT));
        String copies = "1";
        for (int i = 0; i < 20; i++) {
            copies = "{\"copy\": [{\"name\": \"l" + i + "\", \"count\": 800, \"input\": " + copies + "}]}";
        }
        String text =
                "{" + WHOLE + "\"resources\": [{\"type\": \"Microsoft.Network/applicationGateways\", \"name\": \"g\","
                        + "\"copy\": {\"name\": \"r\", \"count\": 800}, \"properties\": " + copies + "}]}";
        check(text, Optional.of(DiagnosticCode.TEMPLATE_LIMIT), LinkedFiles.NONE);
    }

    @Test
    void functionsThatCallManyOthers() {
        String members = IntStream.range(0, 60)
                .mapToObj(i -> "\"f" + i + "\": {\"parameters\": [{\"name\": \"x\"}], \"output\": {\"value\": \"[add("
                        + call(i) + ", " + call(i) + ")]\"}}")
                .collect(Collectors.joining(","));
        String text = "{" + WHOLE + "\"functions\": [{\"namespace\": \"n\", \"members\": {" + members + "}}],"
                + "\"resources\": [{\"type\": \"Microsoft.Network/a\", \"name\": \"[string(n.f0(1))]\"}]}";
        check(text, Optional.of(DiagnosticCode.TEMPLATE_LIMIT), LinkedFiles.NONE);
    }

    @Test
    void templatesThatIncludeEachOther() {
        LinkedFiles pair = (from, path) ->
                Optional.of(new SourceFile(path, linking(path.equals("a.json") ? "b.json" : "a.json", 1)));
        check(linking("a.json", 1), Optional.of(DiagnosticCode.TEMPLATE_CYCLE), pair);
        AtomicInteger next = new AtomicInteger();
        LinkedFiles endless =
                (from, path) -> Optional.of(new SourceFile(path, linking(next.incrementAndGet() + ".json", 1)));
        check(linking("0.json", 1), Optional.of(DiagnosticCode.TEMPLATE_LIMIT), endless);
        check(linking("0.json", 800), Optional.of(DiagnosticCode.TEMPLATE_LIMIT), endless);
    }

    @Test
    void includedTemplatesThatNeedTheOutputsOfEachOther() {
        String one = "{\"type\": \"Microsoft.Resources/deployments\", \"name\": \"%s\", \"properties\": {"
                + "\"expressionEvaluationOptions\": {\"scope\": \"inner\"},"
                + "\"parameters\": {\"p\": {\"value\": \"[reference('%s').outputs.o.value]\"}},"
                + "\"template\": {\"parameters\": {\"p\": {\"type\": \"string\"}}, \"resources\": [{\"type\": \"Microsoft.Network/a\","
                + " \"name\": \"[parameters('p')]\"}], \"outputs\": {\"o\": {\"value\": \"[parameters('p')]\"}}}}}";
        String text = "{" + WHOLE + "\"resources\": [" + one.formatted("a", "b") + "," + one.formatted("b", "a") + "]}";
        check(text, Optional.of(DiagnosticCode.TEMPLATE_CYCLE), LinkedFiles.NONE);
    }

    @Test
    void manyNamesThatNoParameterHas() {
        String tail = "x".repeat(25);
        String parameters = IntStream.range(0, 1000)
                .mapToObj(i -> "\"p" + i + tail + "\": {\"defaultValue\": 1}")
                .collect(Collectors.joining(","));
        String given = IntStream.range(0, 50_000)
                .mapToObj(i -> "\"g" + i + tail + "\": {\"value\": 1}")
                .collect(Collectors.joining(","));
        String text = "{" + WHOLE + "\"resources\": [{\"type\": \"Microsoft.Resources/deployments\", \"name\": \"d\","
                + "\"properties\": {\"expressionEvaluationOptions\": {\"scope\": \"inner\"}, \"parameters\": {" + given
                + "}, \"template\": {\"parameters\": {" + parameters + "}, \"resources\": []}}}]}";
        check(text, Optional.of(DiagnosticCode.INPUT_LIMIT), LinkedFiles.NONE);
    }

    @Test
    void manyOfEverything() {
        String parameters = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"p" + i + "\": {\"defaultValue\": \"[parameters('p" + i + "x')]\"}")
                .collect(Collectors.joining(","));
        String uses = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"[parameters('p" + i + "')]\"")
                .collect(Collectors.joining(","));
        String text = "{" + WHOLE + "\"parameters\": {" + parameters
                + "}, \"resources\": [{\"type\": \"Microsoft.Network/a\"," + " \"name\": \"n\", \"properties\": ["
                + uses + "]}]}";
        check(text, Optional.of(DiagnosticCode.INPUT_LIMIT), LinkedFiles.NONE);
        String resources = IntStream.range(0, 5_000)
                .mapToObj(i -> "{\"type\": \"Microsoft.Network/a\", \"name\": \"[reference('n" + i + "').x]\"}")
                .collect(Collectors.joining(","));
        check("{" + WHOLE + "\"resources\": [" + resources + "]}", Optional.empty(), LinkedFiles.NONE);
        String commas = "[" + "concat(1,1),".repeat(3) + "]";
        check(
                "{" + WHOLE + "\"resources\": [" + ("\"" + commas + "\",").repeat(20_000) + "0]}",
                Optional.of(DiagnosticCode.INPUT_LIMIT),
                LinkedFiles.NONE);
        expression("concat(" + "1,".repeat(2_000_000) + "1)", Optional.of(DiagnosticCode.TEMPLATE_LIMIT));
    }

    private static String call(int i) {
        return i == 59 ? "parameters('x')" : "n.f" + (i + 1) + "(parameters('x'))";
    }

    private static String linking(String other, int copies) {
        return "{" + WHOLE + "\"resources\": [{\"type\": \"Microsoft.Resources/deployments\", \"name\": \"d\","
                + "\"copy\": {\"name\": \"l\", \"count\": " + copies
                + "}, \"properties\": {\"templateLink\": {\"relativePath\": \""
                + other + "\"}}}]}";
    }

    private static void expression(String expression, Optional<DiagnosticCode> expected) {
        check(TemplateFuzzTest.template(expression), expected, LinkedFiles.NONE);
    }

    private static void chain(int length, IntFunction<String> step, Optional<DiagnosticCode> expected) {
        String variables = IntStream.range(0, length)
                .mapToObj(i -> "\"v" + i + "\": \"" + step.apply(i) + "\"")
                .collect(Collectors.joining(","));
        String text = "{" + WHOLE + FUNCTION + "\"variables\": {" + variables + ", \"v" + length
                + "\": {\"x\": \"aaaaaaaa\"}}, \"resources\": [" + USER.formatted(0) + "]}";
        check(text, expected, LinkedFiles.NONE);
    }

    /** With the stack of an ordinary thread. */
    private static void check(String text, Optional<DiagnosticCode> expected, LinkedFiles files) {
        Diagnostics diagnostics = new Diagnostics();
        TemplateSettings settings = new TemplateSettings(Map.of(), Map.of(), files, TemplateSettings.NONE.clock());
        ArmReader.read(new SourceFile("f", text), settings, diagnostics);
        List<Diagnostic> errors = diagnostics.inOrder(List.of("f")).stream()
                .filter(one -> one.severity() == Severity.ERROR)
                .toList();
        String shown = text.substring(0, Math.min(300, text.length()));
        assertEquals(expected.isPresent(), !errors.isEmpty(), () -> errors + "\n" + shown);
        expected.ifPresent(code ->
                assertTrue(errors.stream().anyMatch(one -> one.code() == code), () -> errors + "\n" + shown));
        assertEquals(0, errors.stream().filter(one -> one.position().line() < 1).count());
    }
}
