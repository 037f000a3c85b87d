// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.plain.PlainWriter;
import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PassiveSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {
    private static final String TWO_POOLS = """
            listeners: {a: "127.0.0.1:1", b: "127.0.0.1:2"}
            pools:
              api: {backends: ["127.0.0.1:9001"], retries: 5}
              app: {backends: ["127.0.0.1:9002"]}
            routes:
              - {path: /api, pool: api}
              - {pool: app}
            admin: {address: "127.0.0.1:3", token-file: admin-token.txt}
            """;

    @Test
    void backendsAloneMakeAGateway() {
        LoadResult result = load(backends("127.0.0.1:9001,[::1]:9002"));

        GatewaySpec spec = result.spec().orElseThrow();
        assertEquals(List.of(new ListenerSpec("web", "127.0.0.1", 8080)), spec.listeners());
        PoolSpec pool = spec.pools().get(0);
        assertEquals("default", pool.name());
        assertEquals(AffinitySpec.of(AffinitySpec.Cookie.DEFAULT), pool.affinity());
        assertEquals(PassiveSpec.DEFAULT, pool.passive());
        assertEquals(
                List.of("127.0.0.1:9001", "[::1]:9002"),
                pool.backends().stream().map(BackendSpec::id).toList());
        assertEquals(PathSpec.ANY, spec.routes().get(0).path());
        assertEquals(List.of(DiagnosticCode.RANDOM_SECRET), codes(result));
    }

    @Test
    void thousandsOfEmptyPoolsAreNoErrorAndHaveOneWarningTogether() {
        StringBuilder pools = new StringBuilder("pools:\n");
        StringBuilder routes = new StringBuilder("routes:\n");
        for (int i = 0; i < 3000; i++) {
            pools.append("  p").append(i).append(": {backends: []}\n");
            routes.append("  - {path: /")
                    .append(i)
                    .append(", pool: p")
                    .append(i)
                    .append("}\n");
        }
        LoadResult result = load(Overrides.NONE, pools.toString() + routes);

        assertTrue(result.spec().isPresent(), () -> text(result));
        List<Diagnostic> empty = result.diagnostics().stream()
                .filter(diagnostic -> diagnostic.code() == DiagnosticCode.EMPTY_POOL)
                .toList();
        assertEquals(101, empty.size());
        assertEquals(
                "pools.p100.backends: nobody can serve (found 3000 pools without a backend, 2900 of them from here on,"
                        + " expected at least one each)",
                empty.get(100).message());
    }

    @Test
    void optionsReplaceWhatTheFileSays() {
        LoadResult result = load(options("0.0.0.0:80", "127.0.0.1:0", "api=localhost:5001,localhost:5002"), TWO_POOLS);

        GatewaySpec spec = result.spec().orElseThrow();
        assertEquals(
                List.of(new ListenerSpec("a", "0.0.0.0", 80), new ListenerSpec("b", "127.0.0.1", 2)), spec.listeners());
        assertEquals(0, spec.admin().orElseThrow().port());
        assertEquals(
                Optional.of("admin-token-0123456789"),
                spec.admin().orElseThrow().token());
        assertEquals(2, spec.pools().get(0).backends().size());
        assertEquals(5, spec.pools().get(0).retry().times());
        assertEquals(List.of(), codes(result));
    }

    @Test
    void aBackendOptionNeedsNoNameWhereThereIsOnePool() {
        LoadResult result = load(backends("localhost:5001"), "pools: {api: {backends: []}}");

        assertEquals(
                "localhost",
                result.spec().orElseThrow().pools().get(0).backends().get(0).host());
    }

    @Test
    void wrongOptionsAreReportedAtTheOption() {
        Overrides wrong = new Overrides(
                List.of("8080"), Optional.of("nowhere"), List.of("apo=localhost:1", "localhost:1", "app=x", "app=x:1"));
        LoadResult result = load(wrong, TWO_POOLS);

        assertTrue(result.spec().isEmpty());
        assertEquals("""
                --backend: error bad-option no such pool (found 'apo', expected one of api or app)
                    did you mean 'api'?
                --backend: error bad-option which pool? (found 'localhost:1', expected POOL=HOST:PORT with api or app)
                --backend: error bad-option not an address (found 'x', expected HOST:PORT, such as 127.0.0.1:8080)
                --backend: error bad-option one option for each pool (found 'app' twice, expected HOST:PORT,HOST:PORT)
                --listen: error bad-option not an address (found '8080', expected HOST:PORT, such as 127.0.0.1:8080)
                --admin: error bad-option not an address (found 'nowhere', expected HOST:PORT, such as 127.0.0.1:8080)
                """, text(result));
    }

    @Test
    void whatAnOptionBreaksIsReportedAtTheOption() {
        LoadResult result =
                load(options("127.0.0.1:2", "0.0.0.0:8081", "api=localhost:0"), "pools: {api: {backends: []}}");

        assertEquals("""
                input-1:1:1: info implied-default no route is named, so all requests go to pool 'api'
                --admin: error open-admin admin.address: anyone who reaches this address could drive the balancer (found '0.0.0.0' and no token, expected a loopback address such as 127.0.0.1, or a token)
                    set admin.token-file or admin.token-env
                --backend: error out-of-range pools.api.backends.0.address: out of range (found 0, expected 1 to 65535)
                """, text(result));
    }

    @Test
    void aListenerIsCalledByItsName() {
        LoadResult result = load(new Overrides(List.of("b=127.0.0.1:7"), Optional.empty(), List.of()), TWO_POOLS);

        assertEquals(
                List.of(new ListenerSpec("a", "127.0.0.1", 1), new ListenerSpec("b", "127.0.0.1", 7)),
                result.spec().orElseThrow().listeners());
        assertEquals("""
                --listen: error bad-option no such listener (found 'c', expected one of a or b)
                    did you mean 'a'?
                """, text(load(new Overrides(List.of("c=127.0.0.1:7"), Optional.empty(), List.of()), TWO_POOLS)));
    }

    @Test
    void theStarGivesBackendsToThoseWhoHaveNone() {
        GatewaySpec spec = load(
                        backends("*=localhost:1", "c=localhost:2"),
                        "pools: {a: {backends: []}, b: {backends: [\"h:3\"]}, c: {backends: []}}",
                        "routes: [{pool: a}]")
                .spec()
                .orElseThrow();

        assertEquals(
                List.of("localhost:1", "h:3", "localhost:2"),
                spec.pools().stream().map(pool -> pool.backends().get(0).id()).toList());
    }

    @Test
    void aMappedBackendIsReachedElsewhereAndStaysWhoItIs() {
        Overrides map = Overrides.NONE.plus(
                List.of(), List.of(), List.of("127.0.0.1:9001=localhost:5001", "10.0.0.4:80=localhost:1", "x"));
        LoadResult result = load(map, TWO_POOLS);

        assertEquals("""
                --map: error bad-option no backend has this address (found '10.0.0.4:80', expected one of 127.0.0.1:9001 or 127.0.0.1:9002)
                --map: error bad-option not a mapping (found 'x', expected 10.0.0.4:80=127.0.0.1:9001)
                """, text(result));
        Overrides good = Overrides.NONE.plus(List.of(), List.of(), map.maps().subList(0, 1));
        BackendSpec moved = load(good, TWO_POOLS)
                .spec()
                .orElseThrow()
                .pools()
                .get(0)
                .backends()
                .get(0);
        assertEquals("127.0.0.1:9001", moved.id());
        assertEquals("localhost", moved.host());
        assertEquals(5001, moved.port());
        assertEquals("127.0.0.1:9001", moved.identityOrAddress().toString());
    }

    @Test
    void aLocalBackendMaySpeakNoTlsThoughTheOneInTheCloudDoes() {
        String file = "pools: {a: {backends: [\"h:443\"], tls: {}}}";

        assertTrue(load(backends("a=localhost:1"), file)
                .spec()
                .orElseThrow()
                .pools()
                .get(0)
                .forward()
                .tls()
                .isPresent());
        for (Overrides plain : List.of(
                backends("a=http://localhost:1"),
                Overrides.NONE.plus(List.of(), List.of(), List.of("h:443=http://localhost:1")))) {
            PoolSpec pool = load(plain, file).spec().orElseThrow().pools().get(0);
            assertEquals("localhost", pool.backends().get(0).host());
            assertTrue(pool.forward().tls().isEmpty());
        }
    }

    @Test
    void theProfileAskedForDecidesWhatARouteMeans() {
        String route = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: app}
                spec:
                  parentRefs: [{name: gw}]
                  rules: [{backendRefs: [{name: svc, port: 80}]}]
                """;
        Overrides containers = new Overrides(
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(Profile.APPLICATION_GATEWAY_FOR_CONTAINERS),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertEquals(Optional.of(Duration.ofSeconds(60)), total(load(containers, route)));
        assertEquals(Optional.empty(), total(load(Overrides.NONE, route)));
    }

    private static Optional<Duration> total(LoadResult result) {
        GatewaySpec spec = result.spec().orElseThrow();
        return spec.routes()
                .get(0)
                .policy()
                .timeouts()
                .orElse(spec.pools().get(0).timeouts())
                .total();
    }

    @Test
    void nothingAtAllIsAnError() {
        assertEquals(List.of(DiagnosticCode.BAD_OPTION), codes(load(Overrides.NONE)));
    }

    @Test
    void aFileThatCannotBeReadSpeaksForItselfOnly() {
        LoadResult result = load(Overrides.NONE, "routes: [{pool: api}]", "pools: [");

        assertEquals(List.of(DiagnosticCode.YAML_SYNTAX), codes(result));
    }

    @Test
    void routesOfSeveralFilesAreNumberedThrough() {
        LoadResult result = load(Overrides.NONE, TWO_POOLS, "routes: [{path: /x, pool: api}]");

        assertEquals("route-3", result.spec().orElseThrow().routes().get(2).name());
    }

    @Test
    void tenMistakesGiveTenDiagnosticsInOrder() {
        LoadResult result = load(Overrides.NONE, """
                listeners:
                  web: 127.0.0.1
                routes:
                  - {pool: apl, path: api}
                pools:
                  api:
                    backends: [127.0.0.1:70000]
                    balancer: roundrobin
                    retries: -1
                    probe: {interval: 5}
                    timeouts: {conect: 1s, idle: 0s}
                explain: maybe
                """);

        assertEquals(
                List.of("2:8", "4:12", "4:23", "7:16", "8:15", "9:14", "10:23", "11:16", "11:34", "12:10"),
                result.diagnostics().stream()
                        .map(d -> d.position().line() + ":" + d.position().column())
                        .toList());
    }

    /** A comparison of all names with all others would take minutes. */
    @Test
    void manyNamesAreJudgedSoon() {
        StringBuilder text = new StringBuilder("pools:\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("  p").append(i).append(": {backends: []}\n");
        }
        text.append("routes:\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("  - {pool: x").append(i).append("}\n");
        }
        LoadResult result =
                assertTimeoutPreemptively(Duration.ofSeconds(30), () -> load(Overrides.NONE, text.toString()));

        assertEquals(1001, result.diagnostics().size());
    }

    @Test
    void secretsAreNeverShown() throws IOException {
        String input = Files.readString(Path.of("src/test/resources/config/plain/secret-rules/input.yaml"));
        String said = text(load(Overrides.NONE, input));
        assertFalse(said.contains("never"), said);

        GatewaySpec spec =
                load(Overrides.NONE, ExampleTest.example().text()).spec().orElseThrow();
        String hidden = PlainWriter.write(spec, Secrets.HIDDEN) + spec;
        assertFalse(hidden.contains("-secret-0123456789") || hidden.contains("token-0123456789"), hidden);
        assertTrue(PlainWriter.write(spec, Secrets.REVEALED).contains(TestResources.FILE_SECRET));
    }

    @Test
    void hiddenSecretsCannotBeTakenForSecrets() {
        GatewaySpec spec =
                load(Overrides.NONE, ExampleTest.example().text()).spec().orElseThrow();

        LoadResult again = load(Overrides.NONE, PlainWriter.write(spec, Secrets.HIDDEN));
        assertTrue(codes(again).contains(DiagnosticCode.SECRET_WEAK));
        assertTrue(again.spec().isEmpty());
    }

    private static Overrides options(String listen, String admin, String backend) {
        return new Overrides(List.of(listen), Optional.of(admin), List.of(backend));
    }

    private static Overrides backends(String... backends) {
        return new Overrides(List.of(), Optional.empty(), List.of(backends));
    }

    private static LoadResult load(Overrides overrides, String... texts) {
        List<SourceFile> files = new ArrayList<>();
        for (String text : texts) {
            files.add(new SourceFile("input-" + (files.size() + 1), text));
        }
        return new ConfigLoader(new TestResources()).load(files, overrides);
    }

    private static List<DiagnosticCode> codes(LoadResult result) {
        return result.diagnostics().stream().map(Diagnostic::code).toList();
    }

    private static String text(LoadResult result) {
        StringBuilder text = new StringBuilder();
        result.diagnostics().forEach(diagnostic -> text.append(diagnostic).append('\n'));
        return text.toString();
    }
}
