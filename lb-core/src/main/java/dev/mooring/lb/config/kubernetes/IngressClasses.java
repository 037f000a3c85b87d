// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.Optional;

/** Finds out which controller an Ingress is for. */
final class IngressClasses {
    static final String CONTAINERS = "azure-alb-external";

    private static final String OLD_ANNOTATION = "kubernetes.io/ingress.class";
    private static final String NGINX_CONTROLLER = "k8s.io/ingress-nginx";
    private static final String WEB_APP_ROUTING = "webapprouting.kubernetes.azure.com";

    private final Cluster cluster;
    private final Reports reports;

    IngressClasses(Cluster cluster, Reports reports) {
        this.cluster = cluster;
        this.reports = reports;
    }

    /**
     * The name of an Ingress's controller, such as {@code ingress-nginx} or {@code azure-alb-external}. One that Mooring does not
     * know is taken for ingress-nginx, which is said.
     */
    String controller(KubeObject ingress) {
        Optional<String> written = ingress.spec().get("ingressClassName").text();
        Optional<String> old = ingress.annotation(OLD_ANNOTATION)
                .map(annotation -> annotation.text().strip());
        Optional<String> name = written.or(() -> old);
        SourcePosition at = ingress.spec().get("ingressClassName").position();
        if (name.isEmpty()) {
            boolean isDefault = cluster.all("IngressClass").stream()
                    .anyMatch(c -> c.annotation("ingressclass.kubernetes.io/is-default-class")
                            .filter(a -> a.text().equals("true"))
                            .isPresent());
            if (!isDefault) {
                String message = "no class, so most controllers ignore it; Mooring takes it for one of ingress-nginx";
                reports.add(DiagnosticCode.INGRESS_CLASS, ingress, at, message, "write ingressClassName: nginx");
            }
            return NginxController.NAME;
        }
        return of(ingress, name.get(), at);
    }

    private String of(KubeObject ingress, String name, SourcePosition at) {
        Optional<String> controller = cluster.find("IngressClass", name)
                .flatMap(c -> c.spec().get("controller").text());
        boolean nginx =
                controller.map(NGINX_CONTROLLER::equals).orElse(name.contains("nginx")) || name.equals(WEB_APP_ROUTING);
        if (name.equals(CONTAINERS) || controller.orElse("").contains("alb.networking.azure.io")) {
            return CONTAINERS;
        }
        if (!nginx) {
            String message =
                    "Mooring does not imitate the controller of this class and reads the Ingress as ingress-nginx does"
                            + " (found "
                            + Wording.quoted(
                                    controller.map(c -> name + " of " + c).orElse(name))
                            + ", expected nginx or azure-alb-external)";
            reports.add(DiagnosticCode.INGRESS_CLASS, ingress, at, message, hint(ingress));
            return NginxController.NAME;
        }
        return name.equals("nginx") || name.equals(WEB_APP_ROUTING) ? NginxController.NAME : name;
    }

    private static String hint(KubeObject ingress) {
        for (MapNode.Entry entry :
                ingress.value().get("metadata", "annotations").entries()) {
            if (entry.key().startsWith("appgw.ingress.kubernetes.io/")) {
                return "the annotations of Application Gateway's own controller (AGIC) are not read";
            }
        }
        return "";
    }
}
