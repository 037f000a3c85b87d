// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.SecretSpec;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The routes that every admin listener has, but for those of {@link BackendRoutes}. */
final class BuiltInRoutes {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String HIDDEN = "(hidden)";

    private BuiltInRoutes() {}

    static List<AdminRoute> of(AdminSources sources) {
        return List.of(
                new AdminRoute("GET", "/live", request -> now(live())),
                new AdminRoute(
                        "GET",
                        "/ready",
                        request -> now(ready(sources.readiness().get()))),
                new AdminRoute("GET", "/metrics", request -> now(scrape(sources.metrics(), request.accept()))),
                new AdminRoute("GET", "/api/config", request -> now(config(sources))),
                new AdminRoute(
                        "POST", "/api/reload", request -> sources.reload().get().thenApply(BuiltInRoutes::reloaded)));
    }

    static CompletionStage<AdminResponse> now(AdminResponse answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static AdminResponse live() {
        return AdminResponse.json(200, json -> {
            json.writeStartObject();
            json.writeBooleanField("live", true);
            json.writeEndObject();
        });
    }

    private static AdminResponse ready(Readiness readiness) {
        return AdminResponse.json(readiness.ready() ? 200 : 503, json -> {
            json.writeStartObject();
            json.writeBooleanField("ready", readiness.ready());
            if (!readiness.ready()) {
                json.writeStringField("reason", readiness.reason());
            }
            json.writeEndObject();
        });
    }

    /** The form that the client asks for: OpenMetrics only to those who name it, the older text to everyone else. */
    private static AdminResponse scrape(PrometheusMeterRegistry metrics, String accept) {
        String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS_TEXT;
        return AdminResponse.text(200, type, metrics.scrape(type));
    }

    private static AdminResponse config(AdminSources sources) {
        String text = sources.writer().apply(withoutSecrets(sources.spec().get()));
        return AdminResponse.text(200, "application/yaml; charset=utf-8", text);
    }

    /** Whatever the writer does, it cannot show what it was not given. */
    static GatewaySpec withoutSecrets(GatewaySpec spec) {
        List<SecretSpec> secrets = spec.cookieSecrets().stream()
                .map(secret -> new SecretSpec(secret.keyId(), HIDDEN))
                .toList();
        Optional<AdminSpec> admin = spec.admin()
                .map(a -> new AdminSpec(a.host(), a.port(), a.token().map(token -> HIDDEN), a.allowedOrigins()));
        return new GatewaySpec(
                spec.listeners(),
                spec.routes(),
                spec.pools(),
                spec.trustedProxies(),
                secrets,
                spec.limits(),
                spec.drainTimeout(),
                spec.accessLog(),
                spec.explain(),
                admin);
    }

    private static AdminResponse reloaded(ReloadOutcome outcome) {
        int status =
                switch (outcome.result()) {
                    case APPLIED, UNCHANGED -> 200;
                    case REJECTED -> 422;
                };
        return AdminResponse.json(status, json -> {
            json.writeStartObject();
            json.writeStringField("result", outcome.result().label());
            json.writeArrayFieldStart("diagnostics");
            for (String line : outcome.diagnostics()) {
                json.writeString(line);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
