// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import dev.mooring.lb.ProxyServer.Reloaded;
import dev.mooring.lb.admin.AdminRoute;
import dev.mooring.lb.admin.AdminServer;
import dev.mooring.lb.admin.AdminSources;
import dev.mooring.lb.admin.ControlBackends;
import dev.mooring.lb.admin.Readiness;
import dev.mooring.lb.admin.ReloadOutcome;
import dev.mooring.lb.config.LoadResult;
import dev.mooring.lb.config.plain.PlainWriter;
import dev.mooring.lb.config.plain.PlainWriter.Secrets;
import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.exchange.ExchangeObserver;
import dev.mooring.lb.health.HealthStatus;
import dev.mooring.lb.loop.Transport;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.observe.AccessLog;
import dev.mooring.lb.observe.FailureLog;
import dev.mooring.lb.observe.MeterObserver;
import dev.mooring.lb.observe.ReloadResult;
import dev.mooring.lb.observe.StateGauges;
import dev.mooring.lb.runtime.BackendState;
import dev.mooring.lb.runtime.Control.Applied;
import dev.mooring.lb.runtime.RuntimeListener;
import dev.mooring.lb.runtime.Snapshot;
import dev.mooring.lb.tls.LocalAuthority;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A balancer with everything around it: metrics, access log, log, admin listener, reload. What {@code mooring run} runs. Safe
 * from any thread; start, reload and close wait.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterObserver meters = new MeterObserver(registry);
    private final Supplier<LoadResult> loader;
    private final AccessLog accessLog;
    private final ProxyServer server;
    private final @Nullable AdminServer admin;

    private Gateway(
            GatewaySpec spec,
            Transport transport,
            Supplier<LoadResult> loader,
            List<AdminRoute> routes,
            LocalAuthority authority)
            throws IOException {
        this.loader = loader;
        this.accessLog = AccessLog.start(spec.accessLog(), Clock.systemUTC(), System.err);
        Events events = new Events(registry);
        this.server = ProxyServer.builder()
                .transport(transport)
                .authority(authority)
                .observer(ExchangeObserver.both(meters, ExchangeObserver.both(accessLog, new FailureLog())))
                .listener(events)
                .start(spec);
        events.clients = server;
        try {
            Optional<AdminSpec> wanted = spec.admin();
            this.admin = wanted.isPresent() ? AdminServer.start(wanted.get(), sources(), routes) : null;
        } catch (IOException | RuntimeException e) {
            server.close();
            accessLog.close();
            throw e;
        }
    }

    /**
     * Starts a gateway; when this returns, all its listeners accept.
     *
     * @param spec a valid configuration
     * @param transport how to talk to the operating system
     * @param loader reads the configuration again for a reload
     * @param routes what the admin listener can be asked beside its own
     * @throws IOException if an address cannot be had; nothing is left running then
     */
    public static Gateway start(
            GatewaySpec spec, Transport transport, Supplier<LoadResult> loader, List<AdminRoute> routes)
            throws IOException {
        return start(spec, transport, loader, routes, new LocalAuthority(Optional.empty()));
    }

    /**
     * The same, with an authority that makes certificates where the configuration has none.
     *
     * @throws IOException also if a certificate cannot be read or made
     */
    public static Gateway start(
            GatewaySpec spec,
            Transport transport,
            Supplier<LoadResult> loader,
            List<AdminRoute> routes,
            LocalAuthority authority)
            throws IOException {
        return new Gateway(spec, transport, loader, routes, authority);
    }

    /** The balancer itself. */
    public ProxyServer server() {
        return server;
    }

    /** The addresses of all listeners, by name. */
    public Map<String, InetSocketAddress> addresses() {
        return server.addresses();
    }

    /** Whether a listener speaks TLS. */
    public boolean isSecure(String listener) {
        return server.live().current().spec().listeners().stream()
                .anyMatch(spec -> spec.name().equals(listener) && spec.tls().isPresent());
    }

    /** The address of the admin listener; empty when there is none. */
    public Optional<InetSocketAddress> adminAddress() {
        return admin == null ? Optional.empty() : Optional.of(admin.address());
    }

    /** Reads the configuration again and puts it in force; a broken one changes nothing and is reported. */
    public CompletionStage<ReloadOutcome> reload() {
        LoadResult result = loader.get();
        List<String> lines =
                result.diagnostics().stream().map(Diagnostic::toString).toList();
        if (result.spec().isEmpty()) {
            return CompletableFuture.completedFuture(rejected(lines));
        }
        return apply(result.spec().get())
                .exceptionally(failed -> rejected(List.of(String.valueOf(failed.getMessage()))))
                .thenApply(outcome ->
                        outcome.diagnostics().isEmpty() ? new ReloadOutcome(outcome.result(), lines) : outcome);
    }

    /** Puts a valid configuration in force. */
    public CompletionStage<ReloadOutcome> apply(GatewaySpec spec) {
        GatewaySpec before = server.live().current().spec();
        try {
            return server.reload(spec).thenApply(reloaded -> {
                // Also when nothing has changed: this is how a renamed log file is let go of.
                accessLog.reopen(spec.accessLog());
                if (!spec.admin().equals(before.admin())) {
                    LOG.warn("reload: the admin listener stays as it is until the next start");
                }
                return applied(reloaded);
            });
        } catch (IOException e) {
            return CompletableFuture.completedFuture(rejected(List.of(String.valueOf(e.getMessage()))));
        }
    }

    private ReloadOutcome applied(Reloaded reloaded) {
        ReloadResult result = reloaded.applied() == Applied.CHANGED ? ReloadResult.APPLIED : ReloadResult.UNCHANGED;
        meters.reloaded(result);
        List<String> renewed = reloaded.renewed();
        LOG.info("reload: {}{}", result.label(), renewed.isEmpty() ? "" : "; renewed: " + String.join("; ", renewed));
        return new ReloadOutcome(result, List.of());
    }

    private ReloadOutcome rejected(List<String> lines) {
        meters.reloaded(ReloadResult.REJECTED);
        LOG.error("reload: rejected, the old configuration stays in force\n{}", String.join("\n", lines));
        return new ReloadOutcome(ReloadResult.REJECTED, lines);
    }

    private AdminSources sources() {
        return new AdminSources(
                new ControlBackends(server.control()),
                () -> server.isDraining() ? Readiness.not("draining") : Readiness.READY,
                registry,
                () -> server.live().current().spec(),
                spec -> PlainWriter.write(spec, Secrets.HIDDEN),
                this::reload);
    }

    /** Stops accepting, lets requests finish until the drain timeout, cuts what then still runs, and ends. */
    @Override
    public void close() {
        server.close();
        if (admin != null) {
            admin.close();
        }
        accessLog.close();
    }

    /** What happens to backends, on the log and in the gauges. */
    private static final class Events implements RuntimeListener {
        private final StateGauges gauges;
        private volatile @Nullable ProxyServer clients;

        Events(PrometheusMeterRegistry registry) {
            gauges = new StateGauges(
                    registry,
                    this::clientConnections,
                    backend -> backend.health().usable());
        }

        private int clientConnections() {
            ProxyServer from = clients;
            return from == null ? 0 : from.clientConnections();
        }

        @Override
        public void applied(Snapshot snapshot) {}

        @Override
        public void present(List<BackendState> backends) {
            gauges.show(backends);
        }

        @Override
        public void changed(BackendState backend) {
            String state = backend.isDraining() ? "drains" : backend.isDisabled() ? "is disabled" : "takes clients";
            if (backend.health() == HealthStatus.UNHEALTHY) {
                LOG.warn("backend {}/{} ({}) is unhealthy", backend.pool(), backend.id(), backend.authority());
            } else {
                LOG.info("backend {}/{} ({}) {}", backend.pool(), backend.id(), backend.authority(), state);
            }
        }

        @Override
        public void retired() {
            LOG.info("a drain has come to its deadline: what was left of it is cut");
        }
    }
}
