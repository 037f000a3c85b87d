// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import dev.mooring.lb.model.GatewaySpec;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where the admin listener gets what it shows, and whom it gives its orders. Everything in here must be safe from any thread.
 *
 * @param backends the backends and the orders about them
 * @param readiness whether new requests are welcome; must not wait
 * @param metrics what is scraped
 * @param spec the configuration in force
 * @param writer writes a configuration as text; it never sees a secret
 * @param reload reads the configuration again and puts it in force
 */
public record AdminSources(
        AdminBackends backends,
        Supplier<Readiness> readiness,
        PrometheusMeterRegistry metrics,
        Supplier<GatewaySpec> spec,
        Function<GatewaySpec, String> writer,
        Supplier<CompletionStage<ReloadOutcome>> reload) {}
