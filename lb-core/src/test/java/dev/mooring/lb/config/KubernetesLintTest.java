// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourceFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each lint speaks where it should, and is silent where what was meant is written. */
class KubernetesLintTest {
    private static final String COOKIE = "affinity: cookie\n";

    @ParameterizedTest(name = "{0}")
    @MethodSource("lints")
    void speaksAndIsSilent(DiagnosticCode code, String doubtful, String fine) {
        assertTrue(codes(doubtful).contains(code), () -> code + " is not said about\n" + doubtful);
        assertFalse(codes(fine).contains(code), () -> code + " is said about\n" + fine);
    }

    /** However many ports, rules or gateways an object has on whose behalf it is read. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("oftenRead")
    void aFaultIsSaidOnce(DiagnosticCode code, String text) {
        List<String> said = load(text).stream()
                .filter(diagnostic -> diagnostic.code() == code)
                .map(Diagnostic::toString)
                .toList();
        assertEquals(1, said.size(), said::toString);
    }

    static Stream<Arguments> oftenRead() {
        String twoPorts = "ports: [{name: a, port: 80}, {name: b, port: 81}]";
        String twoGateways = "parentRefs: [{name: gw}, {name: other}]";
        return Stream.of(
                Arguments.of(
                        DiagnosticCode.ANNOTATION_VALUE,
                        service("type: LoadBalancer")
                                .replace("ports: [{port: 80}]", twoPorts)
                                .replace(
                                        "{name: app}",
                                        "{name: app, annotations:"
                                                + " {service.beta.kubernetes.io/azure-load-balancer-internal: \"True\"}}")),
                Arguments.of(
                        DiagnosticCode.OUT_OF_RANGE,
                        service("sessionAffinity: ClientIP\n  sessionAffinityConfig: {clientIP: {timeoutSeconds: 0}}")
                                .replace("ports: [{port: 80}]", twoPorts)),
                Arguments.of(
                        DiagnosticCode.TIMEOUT_CONFLICT,
                        route("gw", "timeouts: {request: 5s, backendRequest: 6s}\n    ")
                                .replace("parentRefs: [{name: gw}]", twoGateways)),
                Arguments.of(
                        DiagnosticCode.AFFINITY_FIELDS,
                        policy("affinityType: application-cookie") + "---\n"
                                + route("gw", "")
                                + "  - backendRefs: [{name: other, port: 80}]\n"));
    }

    static Stream<Arguments> lints() {
        return Stream.concat(ingresses(), gateways());
    }

    private static Stream<Arguments> ingresses() {
        String root = path("/", "Prefix");
        return Stream.of(
                lint(
                        DiagnosticCode.ANNOTATION_VALUE,
                        ingress("proxy-read-timeout: \"3600s\"", root),
                        ingress("proxy-read-timeout: \"3600\"", root)),
                lint(
                        DiagnosticCode.UNQUOTED_ANNOTATION,
                        ingress("proxy-read-timeout: 3600", root),
                        ingress("proxy-read-timeout: \"3600\"", root)),
                lint(
                        DiagnosticCode.DEAD_ANNOTATION,
                        ingress("session-cookie-hash: sha1", root),
                        ingress("session-cookie-name: sha1", root)),
                lint(
                        DiagnosticCode.INGRESS_DROPPED,
                        ingress("load-balance: least_conn", root),
                        ingress("load-balance: ewma", root)),
                lint(
                        DiagnosticCode.REGEX_COOKIE_PATH,
                        ingress(COOKIE + "use-regex: \"true\"", path("/a/.*", "ImplementationSpecific")),
                        ingress(
                                COOKIE + "use-regex: \"true\"\nsession-cookie-path: /a",
                                path("/a/.*", "ImplementationSpecific"))),
                lint(
                        DiagnosticCode.REGEX_NEIGHBOURS,
                        ingress("use-regex: \"true\"", root) + "---\n" + ingress("", path("/b", "Prefix")),
                        ingress("", root) + "---\n" + ingress("", path("/b", "Prefix"))),
                lint(
                        DiagnosticCode.REWRITE_LOSES_PATH,
                        ingress("rewrite-target: /$2", path("/a", "ImplementationSpecific")),
                        ingress("rewrite-target: /$2", path("/a(/|$)(.*)", "ImplementationSpecific"))),
                lint(
                        DiagnosticCode.COOKIE_PATHS,
                        ingress(COOKIE, path("/a", "Prefix") + path("/b", "Prefix")),
                        ingress(COOKIE + "session-cookie-path: /", path("/a", "Prefix") + path("/b", "Prefix"))),
                lint(
                        DiagnosticCode.SAME_SITE_CASE,
                        ingress(COOKIE + "session-cookie-samesite: lax", root),
                        ingress(COOKIE + "session-cookie-samesite: Lax", root)),
                lint(
                        DiagnosticCode.COOKIE_REJECTED,
                        ingress(COOKIE + "session-cookie-samesite: None", root),
                        ingress(COOKIE + "session-cookie-samesite: None\nsession-cookie-secure: \"true\"", root)),
                lint(
                        DiagnosticCode.SECURE_FALSE,
                        ingress(COOKIE + "session-cookie-secure: \"false\"", root),
                        ingress(COOKIE + "session-cookie-secure: \"true\"", root)),
                lint(
                        DiagnosticCode.HASH_AND_COOKIE,
                        ingress(COOKIE + "upstream-hash-by: $remote_addr", root),
                        ingress("upstream-hash-by: $remote_addr", root)),
                lint(
                        DiagnosticCode.COOKIE_DISAGREEMENT,
                        ingress(COOKIE, root) + "---\n"
                                + ingress(COOKIE + "affinity-mode: persistent", path("/b", "Prefix"))
                                        .replace("one", "two"),
                        ingress(COOKIE, root) + "---\n"
                                + ingress(COOKIE, path("/b", "Prefix")).replace("one", "two")),
                lint(
                        DiagnosticCode.LONELY_CANARY,
                        ingress("canary: \"true\"", root),
                        ingress("", root) + "---\n"
                                + ingress("canary: \"true\"", root).replace("one", "two")),
                lint(
                        DiagnosticCode.PATH_TYPE,
                        ingress("", path("/[a-z]+", "Prefix")),
                        ingress("", path("/[a-z]+", "ImplementationSpecific"))),
                lint(
                        DiagnosticCode.INGRESS_CLASS,
                        ingress("", root).replace("ingressClassName: nginx", "ingressClassName: traefik"),
                        ingress("", root)),
                lint(
                        DiagnosticCode.CLIENT_IP_UNUSED,
                        ingress("", root) + "---\n" + service("sessionAffinity: ClientIP"),
                        ingress("", root) + "---\n" + service("sessionAffinity: None")),
                lint(
                        DiagnosticCode.STREAM_CUT,
                        ingress("", path("/events", "Prefix")),
                        ingress("proxy-read-timeout: \"3600\"", path("/events", "Prefix"))),
                lint(
                        DiagnosticCode.STREAM_BUFFERED,
                        ingress("proxy-buffering: \"on\"", path("/events", "Prefix")),
                        ingress("proxy-buffering: \"off\"", path("/events", "Prefix"))),
                lint(
                        DiagnosticCode.OLD_API,
                        ingress("", root).replace("networking.k8s.io/v1", "extensions/v1beta1"),
                        ingress("", root)),
                lint(
                        DiagnosticCode.UNKNOWN_FIELD,
                        ingress("", root).replace("pathType", "patType"),
                        ingress("", root)));
    }

    private static Stream<Arguments> gateways() {
        String persistence = "sessionPersistence: {sessionName: a}\n    ";
        return Stream.of(
                lint(
                        DiagnosticCode.CLOUD_REJECTS,
                        route("gw", "sessionAffinity: {type: Cookie, cookie: {name: a}}\n    "),
                        route("gw", persistence)),
                lint(DiagnosticCode.PERSISTENCE_IGNORED, route("nginx-gateway", persistence), route("gw", persistence)),
                lint(
                        DiagnosticCode.TIMEOUT_IGNORED,
                        route("nginx-gateway", "timeouts: {request: 5s}\n    "),
                        route("gw", "timeouts: {request: 5s}\n    ")),
                lint(
                        DiagnosticCode.TIMEOUT_CONFLICT,
                        route("gw", "timeouts: {request: 5s, backendRequest: 6s}\n    "),
                        route("gw", "timeouts: {request: 5s, backendRequest: 4s}\n    ")),
                lint(
                        DiagnosticCode.NOT_GRANTED,
                        route("gw", "").replace("name: app", "name: app, namespace: other"),
                        route("gw", "").replace("name: app", "name: app, namespace: default")),
                lint(
                        DiagnosticCode.AFFINITY_FIELDS,
                        policy("affinityType: application-cookie"),
                        policy("affinityType: application-cookie, cookieName: a, cookieDuration: 60s")),
                lint(
                        DiagnosticCode.CLOUD_ONLY,
                        extension("service: app, protocol: HTTPS"),
                        extension("service: app, timeouts: {requestTimeout: 5s}")),
                lint(
                        DiagnosticCode.CLOUD_ONLY,
                        extension("service: app, ports: [{port: 80, protocol: HTTPS}]"),
                        extension("service: app, ports: [{port: 80}]")),
                lint(
                        DiagnosticCode.MISSING_REFERENCE,
                        route("gw", "") + "---\n" + service("type: ClusterIP").replace("name: app", "name: ap"),
                        route("gw", "") + "---\n" + service("type: ClusterIP")),
                lint(
                        DiagnosticCode.DUPLICATE_OBJECT,
                        service("type: ClusterIP") + "---\n" + service("type: ClusterIP"),
                        service("type: ClusterIP") + "---\n"
                                + service("type: ClusterIP").replace("app", "other")),
                lint(DiagnosticCode.UNREAD_KIND, route("gw", "").replace("HTTPRoute", "GRPCRoute"), route("gw", "")),
                lint(
                        DiagnosticCode.KUSTOMIZATION,
                        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
                        service("type: ClusterIP")));
    }

    private static Arguments lint(DiagnosticCode code, String doubtful, String fine) {
        return Arguments.of(code, doubtful, fine);
    }

    private static Set<DiagnosticCode> codes(String text) {
        return load(text).stream().map(Diagnostic::code).collect(Collectors.toSet());
    }

    private static List<Diagnostic> load(String text) {
        return new ConfigLoader(new TestResources())
                .load(List.of(new SourceFile("f", text)), Overrides.NONE)
                .diagnostics();
    }

    private static String ingress(String annotations, String paths) {
        String lines = annotations
                .lines()
                .map(line -> "    nginx.ingress.kubernetes.io/" + line + "\n")
                .collect(Collectors.joining());
        return "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: one"
                + Math.floorMod(paths.hashCode(), 1_000_000)
                + "\n"
                + (lines.isEmpty() ? "" : "  annotations:\n" + lines)
                + "spec:\n  ingressClassName: nginx\n  rules:\n  - host: app.example.test\n    http:\n      paths:\n"
                + paths;
    }

    private static String path(String path, String type) {
        return "      - path: \"" + path + "\"\n        pathType: " + type
                + "\n        backend: {service: {name: app, port: {number: 80}}}\n";
    }

    private static String service(String spec) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: app}\nspec:\n  " + spec + "\n  ports: [{port: 80}]\n";
    }

    private static String route(String gateway, String rule) {
        return "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\nspec:\n  parentRefs: [{name: "
                + gateway + "}]\n  rules:\n  - " + rule + "backendRefs: [{name: app, port: 80}]\n";
    }

    private static String extension(String settings) {
        return "apiVersion: alb.networking.azure.io/v1\nkind: IngressExtension\nmetadata: {name: e}\nspec:\n"
                + "  backendSettings: [{" + settings + "}]\n";
    }

    private static String policy(String affinity) {
        return "apiVersion: alb.networking.azure.io/v1\nkind: RoutePolicy\nmetadata: {name: p}\nspec:\n  targetRef: {kind:"
                + " HTTPRoute, name: r}\n  default: {sessionAffinity: {" + affinity + "}}\n";
    }
}
