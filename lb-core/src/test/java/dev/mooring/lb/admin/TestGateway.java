// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import dev.mooring.lb.http.Cidr;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.SecretSpec;
import dev.mooring.lb.observe.MeterObserver;
import dev.mooring.lb.observe.ReloadResult;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway as the admin listener sees it, made of plain values. */
final class TestGateway implements AdminBackends {
    static final String COOKIE_SECRET = "the-cookie-secret-0123456789";
    static final String ADMIN_TOKEN = "the-admin-token-0123456789";

    final List<String> orders = new CopyOnWriteArrayList<>();
    volatile Readiness readiness = Readiness.READY;
    volatile CompletionStage<ReloadOutcome> reload =
            CompletableFuture.completedFuture(new ReloadOutcome(ReloadResult.APPLIED, List.of()));
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    TestGateway() {
        new MeterObserver(metrics).started();
    }

    AdminSources sources() {
        return new AdminSources(this, () -> readiness, metrics, this::spec, TestGateway::write, () -> reload);
    }

    GatewaySpec spec() {
        return new GatewaySpec(
                List.of(),
                List.of(),
                List.of(),
                List.<Cidr>of(),
                List.of(new SecretSpec("k1", COOKIE_SECRET)),
                LimitSpec.DEFAULT,
                Duration.ofSeconds(10),
                AccessLogSpec.OFF,
                false,
                Optional.of(new AdminSpec("127.0.0.1", 0, Optional.of(ADMIN_TOKEN), List.of())));
    }

    /** A writer that has never heard of secrets. */
    private static String write(GatewaySpec spec) {
        return "cookie-secret: " + spec.cookieSecrets().get(0).value() + "\ntoken: "
                + spec.admin().orElseThrow().token().orElseThrow() + "\n";
    }

    @Override
    public List<PoolView> pools() {
        return List.of(
                new PoolView("demo", "cookie", "round-robin", List.of(backend("b1", true), backend("b2", false))));
    }

    @Override
    public CompletionStage<Optional<BackendView>> order(Order order, String pool, String backend) {
        orders.add(order + " " + pool + " " + backend);
        return CompletableFuture.completedFuture(Optional.of(backend(backend, order == Order.DRAIN)));
    }

    private static BackendView backend(String id, boolean draining) {
        return new BackendView(
                id,
                "127.0.0.1:9001",
                new Condition(
                        draining ? "BOUND_ONLY" : "OPEN",
                        "HEALTHY",
                        false,
                        draining,
                        draining ? OptionalLong.of(1500) : OptionalLong.empty(),
                        false),
                new Load(3, 2, 4),
                1);
    }
}
