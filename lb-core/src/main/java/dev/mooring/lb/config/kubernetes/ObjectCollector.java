// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the objects in documents, checks what they look like and says which ones are skipped. Confined to one thread. */
final class ObjectCollector {
    /** Kinds that lead traffic, which Mooring cannot read. */
    private static final Set<String> UNREAD = Set.of(
            "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute", "ListenerSet", "XListenerSet", "Mapping", "HTTPProxy");

    /** Groups of products whose objects say something about traffic. */
    private static final Set<String> UNREAD_GROUPS = Set.of(
            "alb.networking.azure.io",
            "gateway.nginx.org",
            "k8s.nginx.org",
            "gateway.envoyproxy.io",
            "networking.istio.io",
            "traefik.io",
            "traefik.containo.us",
            "networking.gke.io",
            "inference.networking.k8s.io",
            "appgw.ingress.azure.io");

    private final Reports reports;
    private final List<KubeObject> objects = new ArrayList<>();
    private final Map<String, KubeObject> seen = new LinkedHashMap<>();
    private final Map<String, List<KubeObject>> skipped = new LinkedHashMap<>();

    ObjectCollector(Reports reports) {
        this.reports = reports;
    }

    /** All objects found that mean something; says which kinds did not. */
    List<KubeObject> finish() {
        skipped.forEach((kind, all) -> {
            KubeObject first = all.get(0);
            String count = all.size() == 1 ? "one object" : all.size() + " objects";
            if (UNREAD.contains(first.kind()) || UNREAD_GROUPS.contains(first.group())) {
                String message =
                        count + " of kind " + kind + ", which Mooring cannot read: what it asks for is not done";
                reports.add(DiagnosticCode.UNREAD_KIND, first.position(), message, "");
            } else {
                String message = count + " of kind " + kind + " skipped: it means nothing to a load balancer";
                reports.add(DiagnosticCode.SKIPPED_KIND, first.position(), message, "");
            }
        });
        return List.copyOf(objects);
    }

    void add(Node document) {
        if (document instanceof MapNode map) {
            map(map, "", "");
        } else if (!(document instanceof ScalarNode scalar && scalar.isNull())) {
            boolean patch = document instanceof ListNode list
                    && list.items().stream()
                            .anyMatch(item -> Value.of(item).get("op").isPresent());
            String message = patch ? "a JSON patch, which changes other objects" : "no object, but " + document.kind();
            reports.add(
                    DiagnosticCode.KUSTOMIZATION,
                    document.position(),
                    message,
                    patch ? "run 'kubectl kustomize DIRECTORY' and give Mooring what it prints" : "");
        }
    }

    private void map(MapNode map, String listVersion, String listKind) {
        Value value = Value.of(map);
        String kind = value.get("kind").text(listKind);
        if (kind.isEmpty()) {
            noKind(value);
            return;
        }
        boolean wrongKey =
                !value.get("apiVersion").isPresent() && value.get("version").isPresent();
        String api = value.get(wrongKey ? "version" : "apiVersion").text(listVersion);
        if (kind.endsWith("List")
                && value.get("items").node().filter(ListNode.class::isInstance).isPresent()) {
            String itemKind = kind.substring(0, kind.length() - "List".length());
            for (Value item : value.get("items").items()) {
                item.node()
                        .filter(MapNode.class::isInstance)
                        .ifPresent(inner -> map((MapNode) inner, itemKind.isEmpty() ? "" : api, itemKind));
            }
            return;
        }
        int slash = api.indexOf('/');
        String group = slash < 0 ? "" : api.substring(0, slash);
        KubeObject object = new KubeObject(
                group,
                api.substring(slash + 1),
                kind,
                value.get("metadata", "namespace").text(KubeObject.DEFAULT_NAMESPACE),
                value.get("metadata", "name")
                        .text(value.get("metadata", "generateName").text("")),
                map);
        apiVersion(object, api, wrongKey);
        object(object, api.isEmpty() ? Optional.empty() : Optional.of(group));
    }

    private void noKind(Value value) {
        String hint = "";
        String message = "no object, since it has no kind";
        if (value.get("resources").isPresent() || value.get("patches").isPresent()) {
            hint = "run 'kubectl kustomize DIRECTORY' and give Mooring what it prints";
        } else if (value.get("version").isPresent() && value.get("name").isPresent()) {
            message = "the description of a Helm chart, no object";
            hint = "run 'helm template NAME CHART' and give Mooring what it prints";
        }
        reports.add(DiagnosticCode.KUSTOMIZATION, value.position(), message, hint);
    }

    private void apiVersion(KubeObject object, String api, boolean wrongKey) {
        boolean ours = Schemas.of(object.kind(), Optional.empty()).isPresent();
        if (ours && (wrongKey || api.isEmpty())) {
            String message = wrongKey ? "'version' stands where 'apiVersion' has to" : "no apiVersion";
            SourcePosition at = object.value().get("version").position();
            reports.add(DiagnosticCode.OLD_API, object, at, message + ", so the cluster rejects it", "");
        }
        String newer =
                switch (api) {
                    case "extensions/v1beta1" -> object.kind().equals("Ingress") ? "networking.k8s.io/v1" : "apps/v1";
                    case "networking.k8s.io/v1beta1" -> "networking.k8s.io/v1";
                    case "discovery.k8s.io/v1beta1" -> "discovery.k8s.io/v1";
                    case "apps/v1beta1", "apps/v1beta2" -> "apps/v1";
                    default -> "";
                };
        if (!newer.isEmpty()) {
            String message = api + " is gone since Kubernetes 1.25 at the latest, so the cluster rejects it";
            SourcePosition at = object.value().get("apiVersion").position();
            reports.add(DiagnosticCode.OLD_API, object, at, message, "write " + newer);
        }
    }

    private void object(KubeObject object, Optional<String> group) {
        if (object.kind().equals("Kustomization") || object.kind().equals("Component")) {
            String hint = "run 'kubectl kustomize DIRECTORY' and give Mooring what it prints";
            String message = "it changes other files, which are read here as they are";
            reports.add(DiagnosticCode.KUSTOMIZATION, object.position(), "a kustomization: " + message, hint);
            return;
        }
        Optional<Schema> schema = Schemas.of(object.kind(), group);
        if (schema.isEmpty()) {
            String name = group.filter(g -> !g.isEmpty())
                    .map(g -> object.kind() + "." + g)
                    .orElse(object.kind());
            skipped.computeIfAbsent(name, k -> new ArrayList<>()).add(object);
            return;
        }
        new SchemaCheck(object, reports).check(schema.get());
        if (object.name().isEmpty()) {
            String message = object.kind() + " has no name, so it is only a patch or a part of an object";
            String hint = "run 'kubectl kustomize DIRECTORY' and give Mooring what it prints";
            reports.add(DiagnosticCode.KUSTOMIZATION, object.position(), message, hint);
            return;
        }
        KubeObject before = seen.put(Cluster.key(object.kind(), object.namespace(), object.name()), object);
        if (before != null) {
            String message = "defined at " + before.position() + " already; the later one counts";
            reports.add(DiagnosticCode.DUPLICATE_OBJECT, object, message, "");
        }
        objects.add(object);
    }
}
