// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.Profile;
import java.util.List;
import java.util.Optional;

/** Turns the backends that a rule names into pools. */
final class BackendRefs {
    private final Scene scene;
    private final PoolKeeper pools;
    private final ServicePolicies policies;

    BackendRefs(Scene scene) {
        this.scene = scene;
        this.pools = new PoolKeeper(scene);
        this.policies = new ServicePolicies(scene);
    }

    /**
     * Who asks for a pool.
     *
     * @param route the route
     * @param profile whose habits the gateway has
     * @param variant what distinguishes its pools from those of other rules
     * @param affinity what the rule says about affinity; empty for nothing
     */
    record Asker(KubeObject route, Profile profile, String variant, Optional<AffinitySpec> affinity) {}

    /** The name of the pool for a reference; that without backends if the gateway does not accept the reference. */
    String pool(Value ref, Asker asker) {
        Optional<ServicePort> port = port(ref, asker.route());
        if (port.isEmpty()) {
            return pools.invalid(ref.position());
        }
        return pool(port.get(), ref, asker);
    }

    String pool(ServicePort port, Value at, Asker asker) {
        Habits habits = policies.habits(port, asker.profile());
        if (isMissing(port)) {
            habits = habits.answering(500);
        }
        AffinitySpec affinity = asker.affinity().orElseGet(() -> policies.affinity(port, asker.profile()));
        policies.affinityNextTo(port, affinity);
        clientIp(port, asker);
        return pools.pool(port, habits, affinity, asker.variant(), at.position());
    }

    ServicePolicies policies() {
        return policies;
    }

    private boolean isMissing(ServicePort port) {
        boolean others = scene.cluster().all("Service").stream()
                .anyMatch(service -> service.namespace().equals(port.namespace()));
        boolean unknownPort = port.service()
                .map(service -> port.port().isEmpty()
                        && service.spec().get("externalName").text().isEmpty())
                .orElse(false);
        return (others && port.service().isEmpty()) || unknownPort;
    }

    /** The port that a reference names; empty if the gateway does not accept it, which is then reported. */
    Optional<ServicePort> port(Value ref, KubeObject route) {
        String kind = ref.get("kind").text("Service");
        String group = ref.get("group").text("");
        String name = ref.get("name").text("");
        String namespace = ref.get("namespace").text(route.namespace());
        if (!kind.equals("Service") || !(group.isEmpty() || group.equals("core"))) {
            String message = "backend " + Wording.quoted(name) + " of kind " + Wording.quoted(kind)
                    + ": Mooring knows Services only and answers 500 in its place";
            scene.reports().once(DiagnosticCode.MISSING_REFERENCE, ref.position(), route.title() + ": " + message, "");
            return Optional.empty();
        }
        if (!namespace.equals(route.namespace()) && !isGranted(route, namespace, name)) {
            String message = route.title() + ": backend " + namespace + "/" + name
                    + ": no ReferenceGrant lets routes of namespace " + route.namespace()
                    + " go there, so the gateway answers 500";
            String hint = "write a ReferenceGrant in namespace " + namespace + " with from {group: "
                    + "gateway.networking.k8s.io, kind: HTTPRoute, namespace: " + route.namespace()
                    + "} and to {group: \"\", kind: Service}";
            scene.reports().once(DiagnosticCode.NOT_GRANTED, ref.position(), message, hint);
            return Optional.empty();
        }
        String written = ref.get("port").text("");
        ServicePort port = ServicePort.find(scene.cluster(), namespace, name, written);
        check(port, written, ref, route);
        return Optional.of(port);
    }

    private void check(ServicePort port, String written, Value ref, KubeObject route) {
        String what = route.title() + ": backend " + port.id() + ": ";
        if (written.isEmpty()) {
            String message = what + "no port, so the cluster rejects it; Mooring takes the first one of the Service";
            scene.reports().once(DiagnosticCode.MISSING_REFERENCE, ref.position(), message, "");
        } else if (isMissing(port)) {
            boolean service = port.service().isPresent();
            String message = what + (service ? "the Service has no such port" : "the Service is not in the files")
                    + ", so the gateway answers 500";
            List<String> names = scene.cluster().all("Service").stream()
                    .map(KubeObject::name)
                    .toList();
            String hint = service ? "" : Wording.didYouMean(port.name(), names);
            scene.reports().once(DiagnosticCode.MISSING_REFERENCE, ref.position(), message, hint);
        }
    }

    private void clientIp(ServicePort port, Asker asker) {
        Value affinity = port.service()
                .map(service -> service.spec().get("sessionAffinity"))
                .filter(value -> value.text("").equals("ClientIP"))
                .orElse(new Value(Optional.empty(), asker.route().position()));
        if (affinity.isPresent()) {
            String message = "Service " + port.namespace() + "/" + port.name()
                    + ": sessionAffinity has no effect behind a gateway, which speaks to the pods itself";
            scene.reports().once(DiagnosticCode.CLIENT_IP_UNUSED, affinity.position(), message, "");
        }
    }

    private boolean isGranted(KubeObject route, String namespace, String service) {
        return scene.cluster().all("ReferenceGrant").stream()
                .filter(grant -> grant.namespace().equals(namespace))
                .anyMatch(grant -> grant.spec().get("from").items().stream()
                                .anyMatch(from -> from.get("kind").text("").equals(route.kind())
                                        && from.get("namespace").text("").equals(route.namespace()))
                        && grant.spec().get("to").items().stream()
                                .anyMatch(to -> to.get("kind").text("").equals("Service")
                                        && to.get("name").text(service).equals(service)));
    }
}
