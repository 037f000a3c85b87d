// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Annotations of objects that are not for whoever reads the objects here. */
final class ForeignAnnotations {
    /** Prefixes that something here reads or that say nothing about traffic. */
    private static final Set<String> QUIET =
            Set.of("kubernetes.io", "kubectl.kubernetes.io", "ingressclass.kubernetes.io", "meta.helm.sh", "helm.sh");

    private static final Map<String, String> OTHER_CONTROLLERS = Map.of(
            "nginx.org", "F5's NGINX Ingress Controller",
            "nginx.com", "F5's NGINX Ingress Controller",
            "traefik.ingress.kubernetes.io", "Traefik",
            "haproxy-ingress.github.io", "HAProxy Ingress",
            "haproxy.org", "HAProxy's controller",
            "appgw.ingress.kubernetes.io", "Application Gateway's own controller (AGIC)",
            "alb.ingress.kubernetes.io", "AWS's load balancer controller",
            "konghq.com", "Kong");

    private final Reports reports;

    ForeignAnnotations(Reports reports) {
        this.reports = reports;
    }

    /** Says what annotations mean nothing here; those with a prefix that is read are not looked at. */
    void check(Cluster cluster, Set<String> read) {
        Map<String, SourcePosition> others = new TreeMap<>();
        for (String kind : Set.of("Ingress", "Service", "Gateway", "HTTPRoute").stream()
                .sorted()
                .toList()) {
            for (KubeObject object : cluster.all(kind)) {
                object.annotations().values().forEach(annotation -> {
                    String prefix = prefix(annotation.key());
                    if (OTHER_CONTROLLERS.containsKey(prefix)) {
                        controller(object, annotation, prefix);
                    } else if (prefix.equals("nginx.ingress.kubernetes.io") && !kind.equals("Ingress")) {
                        controller(object, annotation, prefix);
                    } else if (!read.contains(prefix) && !QUIET.contains(prefix) && !prefix.isEmpty()) {
                        others.putIfAbsent(prefix, annotation.position());
                    }
                });
            }
        }
        Optional<SourcePosition> first = others.values().stream().findFirst();
        first.ifPresent(at -> reports.add(
                DiagnosticCode.FOREIGN_ANNOTATION,
                at,
                "annotations of other programs: "
                        + Wording.oneOf(others.keySet().stream().limit(10).toList()),
                ""));
    }

    private void controller(KubeObject object, KubeObject.Annotation annotation, String prefix) {
        boolean madeUp = annotation.key().startsWith("nginx.org/session-cookie");
        if (madeUp && object.kind().equals("HTTPRoute")) {
            return;
        }
        String whose = OTHER_CONTROLLERS.getOrDefault(prefix, "ingress-nginx, which reads them at an Ingress only");
        String message = "annotation " + annotation.key() + ": it is for " + whose + ", so nobody reads it here";
        reports.add(DiagnosticCode.DEAD_ANNOTATION, object, annotation.position(), message, "");
    }

    private static String prefix(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? "" : key.substring(0, slash);
    }
}
