// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.LocalPorts;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.model.GatewaySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the specification out of the objects: what clients reach first, then what only a policy or nobody names. */
final class GatewayBuilder {
    private static final Set<String> READ_PREFIXES =
            Set.of("nginx.ingress.kubernetes.io", "alb.networking.azure.io", "service.beta.kubernetes.io");

    private GatewayBuilder() {}

    static GatewaySpec build(Cluster cluster, LocalPorts ports, Reports reports, Positions positions) {
        Scene scene = new Scene(
                cluster,
                reports,
                new Draft(positions, ports),
                new Endpoints(cluster, reports),
                new Certificates(cluster, reports));
        ingresses(scene);
        new GatewayRoutes(scene).build();
        new LonelyPolicies(scene).build();
        new ServiceListeners(scene).build();
        new ForeignAnnotations(reports).check(cluster, READ_PREFIXES);
        GatewaySpec spec = scene.draft().spec();
        new StreamLints(spec, positions, reports).check();
        return spec;
    }

    private static void ingresses(Scene scene) {
        IngressClasses classes = new IngressClasses(scene.cluster(), scene.reports());
        Map<String, List<KubeObject>> byController = new LinkedHashMap<>();
        for (KubeObject ingress : scene.cluster().all("Ingress")) {
            byController
                    .computeIfAbsent(classes.controller(ingress), c -> new ArrayList<>())
                    .add(ingress);
        }
        NginxConfig config = NginxConfig.find(scene.cluster(), scene.reports());
        byController.forEach((controller, ingresses) -> {
            if (controller.equals(IngressClasses.CONTAINERS)) {
                new ContainersIngress(scene).build(ingresses);
            } else {
                new NginxController(scene, controller, config).build(ingresses);
            }
        });
    }
}
