// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.Severity;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.testing.Corpus;
import dev.mooring.lb.testing.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Manifests that nobody meant: whatever the text, there is an answer, and each thing that is said has a position. */
class KubernetesFuzzTest {
    private static final int MUTATIONS = 10;
    private static final String[] PIECES = {
        ":",
        "- ",
        "  ",
        "\n",
        "[",
        "]",
        "{}",
        "{",
        "}",
        "&a ",
        "*a",
        "\"",
        "'",
        "# ",
        "null",
        "-1",
        "0",
        "99999999999999999999",
        "5s",
        "true",
        "\u0000",
        "\u2028",
        "%",
        "*",
        "$",
        "(",
        "/",
        "---\n",
        "~",
        "kind: Service\n",
        "spec:\n",
        "\"80\"",
        "A"
    };

    @Test
    void everyMutationOfEveryCaseHasAnAnswer() throws IOException {
        Random random = new Random(1);
        List<SourceFile> cases = cases();
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (SourceFile file : cases) {
                for (int i = 0; i < MUTATIONS; i++) {
                    check(List.of(new SourceFile("f", Mutations.of(file.text(), PIECES, 20, random))));
                }
            }
        });
    }

    @Test
    void anyTwoCasesTogetherHaveAnAnswer() throws IOException {
        Random random = new Random(2);
        List<SourceFile> cases = cases();
        for (int i = 0; i < 100; i++) {
            SourceFile one = cases.get(random.nextInt(cases.size()));
            SourceFile other = cases.get(random.nextInt(cases.size()));
            check(List.of(new SourceFile("a", one.text()), new SourceFile("b", other.text())));
        }
    }

    @Test
    @Tag("corpus")
    void everyFileOfTheWorldLoadsOrHasADiagnostic() throws IOException {
        for (Path path : Corpus.files(".yaml")) {
            LoadResult result = check(List.of(new SourceFile(path.toString(), Files.readString(path))));
            assertTrue(result.spec().isPresent() || !result.diagnostics().isEmpty(), path.toString());
        }
    }

    @Test
    void manyObjectsAreReadSoon() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            text.append("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: app-" + i + "}\nspec:\n"
                    + "  ingressClassName: nginx\n  rules:\n  - host: h" + i
                    + ".example.test\n    http: {paths: [{path: /, pathType:"
                    + " Prefix, backend: {service: {name: app-" + i
                    + ", port: {number: 80}}}}]}\n---\napiVersion: v1\nkind: Service\n"
                    + "metadata: {name: app-" + i + "}\nspec: {ports: [{port: 80}], selector: {app: app-" + i
                    + "}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app-" + i
                    + "}\nspec: {template: {metadata: {labels: {app: app-" + i + "}}}}\n---\n");
            if (i % 2 == 0) {
                text.append("apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: app-" + i
                        + ", labels: {kubernetes.io/service-name: app-" + i
                        + "}}\naddressType: IPv4\nendpoints: [{addresses: [10.0.0.1]}]\nports: [{port: 80}]\n---\n");
            }
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> check(List.of(new SourceFile("many", text.toString()))));
    }

    @Test
    void manyPathsOfAHostAreReadSoon() {
        StringBuilder text = new StringBuilder("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: app}
                spec:
                  ingressClassName: nginx
                  rules:
                  - host: app.example.test
                    http:
                      paths:
                """);
        for (int i = 0; i < 20_000; i++) {
            text.append("      - {path: /p" + i
                    + ", pathType: Prefix, backend: {service: {name: app, port: {number: 80}}}}\n");
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> check(List.of(new SourceFile("many", text.toString()))));
    }

    @Test
    void manyRoutesWithPoliciesAreReadSoon() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            String name = "metadata: {name: app-" + i + "}\nspec:\n";
            text.append("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n" + name
                    + "  parentRefs: [{name: gw-" + i % 50 + "}]\n  hostnames: [h" + i
                    + ".example.test]\n  rules: [{backendRefs: [{name: app-" + i
                    + ", port: 80}]}]\n---\napiVersion: v1\nkind: Service\n" + name + "  ports: [{port: 80}]\n---\n"
                    + "apiVersion: alb.networking.azure.io/v1\nkind: HealthCheckPolicy\n" + name
                    + "  targetRef: {kind: Service, name: app-" + i + "}\n  default: {interval: 5s}\n---\n"
                    + "apiVersion: alb.networking.azure.io/v1\nkind: RoutePolicy\n" + name
                    + "  targetRef: {kind: HTTPRoute, name: app-" + i
                    + "}\n  default: {timeouts: {routeTimeout: 5s}}\n---\n");
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> check(List.of(new SourceFile("many", text.toString()))));
    }

    private static LoadResult check(List<SourceFile> files) {
        LoadResult result = new ConfigLoader(new TestResources()).load(files, Overrides.NONE);
        boolean errors = result.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR);
        assertEquals(errors, result.spec().isEmpty(), () -> files.get(0).text());
        for (Diagnostic diagnostic : result.diagnostics()) {
            assertTrue(diagnostic.position().line() > 0, diagnostic::toString);
            assertFalse(diagnostic.toString().contains("PRIVATE KEY"), diagnostic::toString);
        }
        return result;
    }

    private static List<SourceFile> cases() throws IOException {
        List<SourceFile> cases = new ArrayList<>();
        for (Path directory : new GoldenDirectories("src/test/resources/config/kubernetes").cases()) {
            cases.addAll(GoldenDirectories.inputs(directory));
        }
        return cases;
    }
}
