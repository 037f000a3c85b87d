// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Policies without what they are for: where there is nothing else, it is made up, so that the policy can be tried. */
final class LonelyPolicies {
    private static final List<String> KINDS = List.of(
            "BackendTLSPolicy",
            "HealthCheckPolicy",
            "BackendLoadBalancingPolicy",
            "UpstreamSettingsPolicy",
            "BackendLBPolicy",
            "BackendTrafficPolicy",
            "XBackendTrafficPolicy",
            "RoutePolicy",
            "ProxySettingsPolicy");
    private static final int HTTP = 80;

    private final Scene scene;
    private final BackendRefs backends;
    private final RoutePolicies policies;

    LonelyPolicies(Scene scene) {
        this.scene = scene;
        this.backends = new BackendRefs(scene);
        this.policies = new RoutePolicies(scene);
    }

    void build() {
        boolean nothingElse = scene.draft().isEmpty();
        for (String kind : KINDS) {
            for (KubeObject policy : scene.cluster().all(kind)) {
                for (PolicyTarget target : PolicyTarget.all(policy)) {
                    if (!isServed(target)) {
                        lonely(policy, target, nothingElse);
                    }
                }
            }
        }
        if (nothingElse) {
            extensions();
        }
    }

    private boolean isServed(PolicyTarget target) {
        String id = target.namespace() + "/" + target.name();
        return switch (target.kind()) {
            case "Service" -> scene.draft().leadsTo(id);
            case "HTTPRoute" ->
                scene.cluster()
                                .find("HTTPRoute", target.namespace(), target.name())
                                .isPresent()
                        || scene.draft().pool(id).isPresent();
            default -> true;
        };
    }

    private void lonely(KubeObject policy, PolicyTarget target, boolean nothingElse) {
        String what = target.kind() + " " + target.namespace() + "/" + target.name();
        if (!nothingElse) {
            String message = what + " is not in the files or nothing leads to it, so the policy has no effect";
            scene.reports().add(DiagnosticCode.MISSING_REFERENCE, policy, message, "");
            return;
        }
        boolean service = target.kind().equals("Service");
        String message = service
                ? "nothing leads to " + what + ": a listener of its own stands in for it"
                : what + " is not in the files: a listener and a pool of its name stand in for it";
        scene.reports().add(DiagnosticCode.IMPLIED_DEFAULT, policy, message, "");
        Profile profile = GatewayProfiles.ofPolicy(policy).orElse(Profile.GATEWAY_API);
        if (service) {
            service(policy, target, profile);
        } else {
            route(policy, target, profile);
        }
    }

    private void service(KubeObject policy, PolicyTarget target, Profile profile) {
        Optional<KubeObject> service = scene.cluster().find("Service", target.namespace(), target.name());
        String written = service.isPresent() ? "" : Integer.toString(HTTP);
        ServicePort port = ServicePort.find(
                scene.cluster(),
                target.namespace(),
                target.name(),
                target.section().orElse(written));
        serve(policy, port, profile, port.number().orElse(HTTP), Optional.empty());
    }

    private void serve(
            KubeObject policy, ServicePort port, Profile profile, int number, Optional<AffinitySpec> affinity) {
        String listener = port.name() + ":" + number;
        Value at = new Value(Optional.empty(), policy.position());
        String pool = backends.pool(port, at, new BackendRefs.Asker(policy, profile, policy.name(), affinity));
        scene.draft().listener(listener, number, profile, Optional.empty(), policy.position());
        RouteSpec route = Routes.of(port.id(), Set.of(listener), List.of(), PathSpec.ANY, RouteAction.toPool(pool));
        scene.draft().route(route, policy.position());
    }

    private void route(KubeObject policy, PolicyTarget target, Profile profile) {
        MapNode nothing = new MapNode(policy.position(), new ArrayList<>());
        KubeObject route = new KubeObject("", "", "HTTPRoute", target.namespace(), target.name(), nothing);
        String pool = route.id();
        Habits habits = Habits.of(profile);
        AffinitySpec affinity = policies.affinity(route).orElse(AffinitySpec.NONE);
        scene.draft().pool(habits.pool(pool, pool, List.of(), affinity), policy.position());
        String listener = target.name() + "/http";
        scene.draft().listener(listener, HTTP, profile, Optional.empty(), policy.position());
        RouteSpec all = Routes.of(pool, Set.of(listener), List.of(), PathSpec.ANY, RouteAction.toPool(pool));
        Value rule = new Value(Optional.empty(), policy.position());
        scene.draft()
                .route(
                        Routes.with(all, List.of(), policies.policy(route, rule, profile, List.of())),
                        policy.position());
    }

    private void extensions() {
        for (KubeObject extension : scene.cluster().all("IngressExtension")) {
            for (Value settings : extension.spec().get("backendSettings").items()) {
                Optional<String> service = settings.get("service").text();
                if (service.isEmpty()) {
                    continue;
                }
                String message = "no Ingress names it: a listener of Service " + service.get() + " stands in for one";
                scene.reports().add(DiagnosticCode.IMPLIED_DEFAULT, extension, message, "");
                ServicePort port =
                        ServicePort.find(scene.cluster(), extension.namespace(), service.get(), Integer.toString(HTTP));
                serve(
                        extension,
                        port,
                        Profile.APPLICATION_GATEWAY_FOR_CONTAINERS,
                        HTTP,
                        ContainersAffinity.read(extension, settings.get("sessionAffinity"), scene.reports()));
            }
        }
    }
}
