// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.model.Profile;
import java.util.List;
import java.util.Optional;

/** Finds out whose habits a gateway has. */
final class GatewayProfiles {
    private static final List<String> CONTAINERS_KINDS = List.of(
            "RoutePolicy", "HealthCheckPolicy", "BackendLoadBalancingPolicy", "FrontendTLSPolicy", "IngressExtension");
    private static final List<String> FABRIC_KINDS = List.of("UpstreamSettingsPolicy", "ProxySettingsPolicy");

    /** The products that routes can be for. */
    private static final List<Profile> GATEWAYS =
            List.of(Profile.GATEWAY_API, Profile.APPLICATION_GATEWAY_FOR_CONTAINERS, Profile.NGINX_GATEWAY_FABRIC);

    private final Cluster cluster;

    GatewayProfiles(Cluster cluster) {
        this.cluster = cluster;
    }

    Profile of(KubeObject gateway) {
        if (wanted().isPresent()) {
            return wanted().get();
        }
        String name = gateway.spec().get("gatewayClassName").text("");
        String controller = cluster.find("GatewayClass", name)
                .flatMap(c -> c.spec().get("controllerName").text())
                .orElse(name);
        if (controller.startsWith("alb.networking.azure.io") || controller.equals("azure-alb-external")) {
            return Profile.APPLICATION_GATEWAY_FOR_CONTAINERS;
        }
        boolean nginx = controller.startsWith("gateway.nginx.org") || controller.equals("nginx");
        return nginx ? Profile.NGINX_GATEWAY_FABRIC : Profile.GATEWAY_API;
    }

    /** The habits of a gateway that only a route names, by what else is in the files. */
    Profile guess(KubeObject route, String gateway) {
        if (wanted().isPresent()) {
            return wanted().get();
        }
        boolean affinity = route.spec().get("rules").items().stream()
                .anyMatch(rule -> rule.get("sessionAffinity").isPresent());
        boolean albTls = cluster.all("BackendTLSPolicy").stream().anyMatch(GatewayProfiles::isContainers);
        if (affinity || albTls || CONTAINERS_KINDS.stream().anyMatch(cluster::has)) {
            return Profile.APPLICATION_GATEWAY_FOR_CONTAINERS;
        }
        boolean annotated = route.annotations().keySet().stream().anyMatch(key -> key.startsWith("nginx.org/"));
        boolean nginx =
                annotated || gateway.contains("nginx") || FABRIC_KINDS.stream().anyMatch(cluster::has);
        return nginx ? Profile.NGINX_GATEWAY_FABRIC : Profile.GATEWAY_API;
    }

    /** The product that the user asks for, if routes can be for it. */
    private Optional<Profile> wanted() {
        return cluster.imitated().filter(GATEWAYS::contains);
    }

    static boolean isContainers(KubeObject object) {
        return object.group().equals("alb.networking.azure.io");
    }

    /** Whose policy it is. */
    static Optional<Profile> ofPolicy(KubeObject policy) {
        return switch (policy.group()) {
            case "alb.networking.azure.io" -> Optional.of(Profile.APPLICATION_GATEWAY_FOR_CONTAINERS);
            case "gateway.nginx.org" -> Optional.of(Profile.NGINX_GATEWAY_FABRIC);
            default -> Optional.empty();
        };
    }
}
