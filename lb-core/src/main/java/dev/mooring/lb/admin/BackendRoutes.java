// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mooring.lb.admin.AdminBackends.BackendView;
import dev.mooring.lb.admin.AdminBackends.Order;
import dev.mooring.lb.admin.AdminBackends.PoolView;
import dev.mooring.lb.config.source.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Shows the backends, and passes on the orders about them. */
final class BackendRoutes {
    private final AdminBackends backends;

    private BackendRoutes(AdminBackends backends) {
        this.backends = backends;
    }

    static List<AdminRoute> of(AdminBackends backends) {
        BackendRoutes routes = new BackendRoutes(backends);
        List<AdminRoute> all = new ArrayList<>();
        all.add(new AdminRoute("GET", "/api/backends", request -> BuiltInRoutes.now(routes.show())));
        for (Order order : Order.values()) {
            String word = order.name().toLowerCase(Locale.ROOT);
            all.add(new AdminRoute(
                    "POST", "/api/pools/{pool}/backends/{id}/" + word, request -> routes.order(order, request)));
        }
        return all;
    }

    private AdminResponse show() {
        List<PoolView> pools = backends.pools();
        return AdminResponse.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("pools");
            for (PoolView pool : pools) {
                json.writeStartObject();
                json.writeStringField("name", pool.name());
                json.writeStringField("affinity", pool.affinity());
                json.writeStringField("balancer", pool.balancer());
                json.writeArrayFieldStart("backends");
                for (BackendView backend : pool.backends()) {
                    write(json, backend);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, BackendView backend) throws IOException {
        AdminBackends.Condition condition = backend.condition();
        json.writeStartObject();
        json.writeStringField("id", backend.id());
        json.writeStringField("address", backend.address());
        json.writeStringField("admission", condition.admission());
        json.writeStringField("health", condition.health());
        json.writeBooleanField("leaving", condition.leaving());
        json.writeBooleanField("draining", condition.draining());
        json.writeFieldName("drainRemainingMs");
        if (condition.drainRemainingMs().isPresent()) {
            json.writeNumber(condition.drainRemainingMs().getAsLong());
        } else {
            json.writeNull();
        }
        json.writeBooleanField("disabled", condition.disabled());
        json.writeNumberField("inFlight", backend.load().inFlight());
        json.writeNumberField("streams", backend.load().streams());
        json.writeNumberField("connections", backend.load().connections());
        json.writeNumberField("weight", backend.weight());
        json.writeEndObject();
    }

    private CompletionStage<AdminResponse> order(Order order, AdminRequest request) {
        String poolName = request.variable("pool");
        String id = request.variable("id");
        List<PoolView> pools = backends.pools();
        Optional<PoolView> pool =
                pools.stream().filter(p -> p.name().equals(poolName)).findFirst();
        if (pool.isEmpty()) {
            return BuiltInRoutes.now(
                    unknown("pool", poolName, pools.stream().map(PoolView::name).toList()));
        }
        // What leaves is in the configuration no more: there is nothing to order about it.
        List<String> ids = pool.get().backends().stream()
                .filter(backend -> !backend.condition().leaving())
                .map(BackendView::id)
                .toList();
        if (!ids.contains(id)) {
            return BuiltInRoutes.now(unknown("backend", id, ids));
        }
        // A reload may have removed it meanwhile, so that the order finds none.
        return backends.order(order, poolName, id)
                .thenApply(found -> found.map(view -> AdminResponse.json(200, json -> write(json, view)))
                        .orElseGet(() -> unknown("backend", id, List.of())));
    }

    private static AdminResponse unknown(String kind, String name, List<String> existing) {
        String hint = Nearest.of(name, existing)
                .map(nearest -> " (nearest: '" + nearest + "')")
                .orElse(" (expected: one of " + existing + ")");
        return AdminResponse.error(404, "there is no " + kind + " '" + name + "'" + hint);
    }
}
