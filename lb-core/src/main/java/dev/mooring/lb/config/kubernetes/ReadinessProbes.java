// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.model.ProbeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What Application Gateway for Containers asks backends without a HealthCheckPolicy: what their pods' readinessProbe asks. */
final class ReadinessProbes {
    private final Endpoints endpoints;
    private final Reports reports;

    ReadinessProbes(Endpoints endpoints, Reports reports) {
        this.endpoints = endpoints;
        this.reports = reports;
    }

    /** The probe of the pods behind a port; empty if the files have none that asks over HTTP. */
    Optional<ProbeSpec> find(ServicePort port) {
        for (Value pod : endpoints.pods(port)) {
            Optional<Value> container = container(pod, port);
            if (container.isPresent()) {
                return container.map(found -> probe(found, port));
            }
        }
        return Optional.empty();
    }

    /** The container that has the port if its probe asks over HTTP, or else the first whose probe does. */
    private static Optional<Value> container(Value pod, ServicePort port) {
        List<Value> probed = pod.get("containers").items().stream()
                .filter(container -> container.get("readinessProbe", "httpGet").isPresent())
                .toList();
        return probed.stream()
                .filter(container ->
                        target(port).flatMap(text -> number(container, text)).isPresent())
                .findFirst()
                .or(() -> probed.stream().findFirst());
    }

    private ProbeSpec probe(Value container, ServicePort port) {
        ProbeSpec usual = Habits.CONTAINERS_PROBE;
        Value probe = container.get("readinessProbe");
        Value http = probe.get("httpGet");
        String path = http.get("path").text("/");
        Optional<Integer> asked = http.get("port").text().flatMap(text -> number(container, text));
        Optional<Integer> served = target(port).flatMap(text -> number(container, text));
        // The port of the backends themselves stays open: here they may well have another one.
        boolean own = asked.isEmpty() || asked.equals(served);
        String where = path + (own ? "" : ", port " + asked.get());
        String message = "Service " + port.namespace() + "/" + port.name()
                + ": has no HealthCheckPolicy, so its backends are probed as the readinessProbe of the pods says, at "
                + where;
        String hint = own ? "" : "what stands in for the pods here has to answer at that port too";
        reports.once(DiagnosticCode.IMPLIED_DEFAULT, http.position(), message, hint);
        return new ProbeSpec(
                path.startsWith("/") ? path : "/" + path,
                host(http).or(usual::host),
                seconds(probe.get("periodSeconds"), 10),
                seconds(probe.get("timeoutSeconds"), 1),
                threshold(probe.get("failureThreshold"), 3),
                threshold(probe.get("successThreshold"), 1),
                usual.expectedStatus(),
                Optional.empty(),
                usual.method(),
                usual.userAgent(),
                own ? OptionalInt.empty() : OptionalInt.of(asked.get()),
                0);
    }

    private static Optional<String> host(Value http) {
        return http.get("httpHeaders").items().stream()
                .filter(field ->
                        field.get("name").text("").toLowerCase(Locale.ROOT).equals("host"))
                .flatMap(field -> field.get("value").text().stream())
                .findFirst()
                .or(() -> http.get("host").text());
    }

    /** What the Service calls the port of its pods: a number, or the name that a container gives it. */
    private static Optional<String> target(ServicePort port) {
        return port.port()
                .flatMap(p -> p.get("targetPort").text())
                .or(() -> port.number().map(String::valueOf));
    }

    /** The number of a port that the container has or a probe asks at. */
    private static Optional<Integer> number(Value container, String text) {
        Optional<Integer> named = container.get("ports").items().stream()
                .filter(port -> port.get("name").text("").equals(text)
                        || port.get("containerPort").text("").equals(text))
                .findFirst()
                .flatMap(port -> port.get("containerPort").number());
        return named.or(() ->
                        Optional.of(text).filter(t -> t.matches("[0-9]{1,5}")).map(Integer::valueOf))
                .filter(number -> number >= 1 && number <= 65_535);
    }

    private static Duration seconds(Value value, int usual) {
        return Duration.ofSeconds(Math.min(86_400, positive(value, usual)));
    }

    private static int threshold(Value value, int usual) {
        return Math.min(1000, positive(value, usual));
    }

    /** A 0 is as if it were not there. */
    private static int positive(Value value, int usual) {
        return value.number().filter(number -> number > 0).orElse(usual);
    }
}
