// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.kubernetes.GatewayListeners.Listener;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of the Gateway API, in the order of their precedence. */
final class GatewayRoutes {
    private final Scene scene;
    private final BackendRefs backends;
    private final RoutePolicies policies;
    private final List<RouteRank> ranked = new ArrayList<>();

    GatewayRoutes(Scene scene) {
        this.scene = scene;
        this.backends = new BackendRefs(scene);
        this.policies = new RoutePolicies(scene);
    }

    /**
     * Listeners at which a route has the same hosts and finds the same habits.
     *
     * @param names of the listeners
     * @param first one of them
     * @param https the https listener of the same gateway
     * @param gateways the ids of the gateways
     */
    record Attachment(Set<String> names, Listener first, Optional<String> https, List<String> gateways) {}

    void build() {
        List<KubeObject> routes = scene.cluster().all("HTTPRoute");
        GatewayListeners listeners = new GatewayListeners(scene, new GatewayProfiles(scene.cluster()));
        for (KubeObject route : routes) {
            route(route, listeners);
        }
        ranked.sort(RouteRank.ORDER);
        ranked.forEach(rank -> scene.draft().route(rank.route(), rank.at()));
    }

    private void route(KubeObject route, GatewayListeners listeners) {
        List<Value> parents = new ArrayList<>(route.spec().get("parentRefs").items());
        if (parents.isEmpty()) {
            String message = "no parentRefs, so it is attached to no gateway; Mooring makes one up";
            scene.reports().add(DiagnosticCode.MISSING_REFERENCE, route, message, "");
            parents.add(new Value(Optional.of(new MapNode(route.position(), List.of())), route.position()));
        }
        List<String> wanted = route.spec().get("hostnames").texts();
        Map<String, Attachment> attachments = new LinkedHashMap<>();
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        boolean found = false;
        for (Value parent : parents) {
            if (!parent.get("kind").text("Gateway").equals("Gateway")) {
                String message = "parent of kind " + parent.get("kind").text("") + ": only Gateways are served";
                scene.reports().add(DiagnosticCode.CLOUD_ONLY, route, parent.position(), message, "");
                continue;
            }
            String gateway = parent.get("namespace").text(route.namespace()) + "/"
                    + parent.get("name").text("gateway");
            for (Listener listener : listeners.parents(route, parent)) {
                found = true;
                Optional<List<String>> both = Hostnames.intersection(listener.host(), wanted);
                both.ifPresent(list -> {
                    String key = list + " " + listener.profile() + " " + gateway;
                    Attachment attachment = attachments.computeIfAbsent(
                            key,
                            k -> new Attachment(
                                    new LinkedHashSet<>(), listener, listeners.https(listener), List.of(gateway)));
                    attachment.names().add(listener.name());
                    hosts.put(key, list);
                });
            }
        }
        if (found && attachments.isEmpty()) {
            String message = "none of its hostnames is one of its listeners', so it is not attached";
            SourcePosition at = route.spec().get("hostnames").position();
            scene.reports().add(DiagnosticCode.MISSING_REFERENCE, route, at, message, "");
        }
        attachments.forEach((key, attachment) -> {
            HttpRouteRules rules = new HttpRouteRules(scene, backends, policies, route, attachment);
            ranked.addAll(rules.routes(hosts.getOrDefault(key, List.of())));
        });
    }
}
