// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.AffinitySpec.ClientIpHash;
import dev.mooring.lb.model.AffinitySpec.ClientNetwork;
import dev.mooring.lb.model.AffinitySpec.Cookie;
import dev.mooring.lb.model.AffinitySpec.HashRing;
import dev.mooring.lb.model.BalancerKind;
import dev.mooring.lb.model.ForwardSpec;
import dev.mooring.lb.model.ProbeSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What policies say about the backends of a Service. */
final class ServicePolicies {
    private final Scene scene;
    private final BackendTls tls;
    private final HealthChecks health;
    private final ReadinessProbes readiness;

    ServicePolicies(Scene scene) {
        this.scene = scene;
        this.tls = new BackendTls(scene);
        this.health = new HealthChecks(scene.reports());
        this.readiness = new ReadinessProbes(scene.endpoints(), scene.reports());
    }

    /** How the backends of a port are treated by a product. */
    Habits habits(ServicePort port, Profile profile) {
        Habits habits = Habits.of(profile);
        if (profile == Profile.APPLICATION_GATEWAY_FOR_CONTAINERS) {
            Optional<ProbeSpec> probe =
                    policy("HealthCheckPolicy", port).map(health::probe).or(() -> readiness.find(port));
            habits = probe.map(habits::probing).orElse(habits);
        }
        Optional<KubeObject> secure = policy("BackendTLSPolicy", port);
        if (secure.isPresent()) {
            ForwardSpec usual = habits.forward();
            ForwardSpec forward = new ForwardSpec(
                    usual.hostHeader(), tls.read(secure.get()), usual.keepAlive(), usual.perConnection());
            habits = habits.forwarding(forward).timing(overridden(secure.get(), habits.timeouts()));
        }
        Optional<KubeObject> balancing = policy("BackendLoadBalancingPolicy", port);
        if (balancing.isPresent()) {
            habits = habits.balancing(strategy(balancing.get(), habits.balancer()));
        }
        Optional<KubeObject> upstream = policy("UpstreamSettingsPolicy", port);
        if (upstream.isPresent()) {
            habits = habits.balancing(method(upstream.get(), habits.balancer()));
            ForwardSpec usual = habits.forward();
            Duration keep = Durations.parse(upstream.get().spec().get("keepAlive", "timeout"))
                    .orElse(usual.keepAlive());
            habits = habits.forwarding(new ForwardSpec(usual.hostHeader(), usual.tls(), keep, usual.perConnection()));
        }
        return habits;
    }

    /** What keeps clients on the backends of a port where no route says otherwise. */
    AffinitySpec affinity(ServicePort port, Profile profile) {
        Optional<KubeObject> traffic = Stream.of("XBackendTrafficPolicy", "BackendLBPolicy", "BackendTrafficPolicy")
                .flatMap(kind -> policy(kind, port).stream())
                .findFirst();
        if (traffic.isPresent()) {
            Value persistence = traffic.get().spec().get("sessionPersistence");
            Optional<AffinitySpec> affinity = new Persistence(traffic.get(), profile, scene.reports())
                    .read(persistence, "sp_" + traffic.get().name(), "/");
            if (affinity.isPresent()) {
                return affinity.get();
            }
        }
        return policy("UpstreamSettingsPolicy", port)
                .flatMap(ServicePolicies::hash)
                .orElse(AffinitySpec.NONE);
    }

    /** Says that an affinity does not go with a policy about balancing. */
    void affinityNextTo(ServicePort port, AffinitySpec affinity) {
        boolean cookie = affinity.mechanism() instanceof Cookie c
                && c.style() == Cookie.Style.APPLICATION_GATEWAY_FOR_CONTAINERS;
        policy("BackendLoadBalancingPolicy", port).filter(policy -> cookie).ifPresent(policy -> {
            Value strategy = policy.spec().get("loadBalancing", "strategy");
            if (!strategy.text("ring-hash").equals("ring-hash")) {
                String message = policy.title() + ": session affinity needs the strategy ring-hash (found "
                        + Wording.quoted(strategy.text("")) + "), so the gateway rejects it";
                scene.reports().once(DiagnosticCode.COOKIE_DISAGREEMENT, strategy.position(), message, "");
            }
        });
    }

    private Optional<KubeObject> policy(String kind, ServicePort port) {
        return scene.cluster().policies(kind, "Service", port.name()).stream()
                .filter(policy -> policy.namespace().equals(port.namespace())
                        || policy.spec().get("targetRef", "namespace").text("").equals(port.namespace()))
                .filter(policy -> PolicyTarget.all(policy).stream()
                        .anyMatch(target -> target.kind().equals("Service")
                                && target.name().equals(port.name())
                                && target.section()
                                        .filter(section ->
                                                !section.equals(port.portName().orElse(section)))
                                        .isEmpty()))
                .findFirst();
    }

    private TimeoutSpec overridden(KubeObject policy, TimeoutSpec usual) {
        Value timeout = policy.spec().get("override", "timeout").get("request");
        Optional<Duration> request = Durations.parse(timeout);
        if (request.isEmpty()) {
            return usual;
        }
        String text = timeout.text("");
        String message = policy.title()
                + ": override.timeout: no BackendTLSPolicy has a timeout, and Application Gateway for Containers rejects"
                + " override";
        String hint = "write timeouts {request: " + text
                + "} into the rules of the HTTPRoute, or a RoutePolicy with default {timeouts: {routeTimeout: " + text
                + "}}; for an Ingress an IngressExtension with backendSettings {timeouts: {requestTimeout: " + text
                + "}}";
        scene.reports().once(DiagnosticCode.CLOUD_REJECTS, timeout.position(), message, hint);
        return new TimeoutSpec(
                usual.connect(), Optional.empty(), usual.idle(), Durations.limit(request.get()), usual.attempt());
    }

    private BalancerKind strategy(KubeObject policy, BalancerKind usual) {
        Value strategy = policy.spec().get("loadBalancing", "strategy");
        return switch (strategy.text("round-robin")) {
            case "round-robin" -> BalancerKind.ROUND_ROBIN;
            case "least-request", "load-aware" -> BalancerKind.LEAST_IN_FLIGHT;
            case "ring-hash" -> BalancerKind.WEIGHTED_RANDOM;
            default -> {
                String message = policy.title() + ": no such strategy (found " + Wording.quoted(strategy.text(""))
                        + ", expected round-robin, least-request, ring-hash or load-aware)";
                scene.reports().once(DiagnosticCode.BAD_VALUE, strategy.position(), message, "");
                yield usual;
            }
        };
    }

    private BalancerKind method(KubeObject policy, BalancerKind usual) {
        Value method = policy.spec().get("loadBalancingMethod");
        String text = method.text("random two least_conn");
        if (text.startsWith("random two")) {
            return BalancerKind.POWER_OF_TWO;
        }
        return switch (text) {
            case "round_robin", "ip_hash", "hash", "hash consistent" -> BalancerKind.ROUND_ROBIN;
            case "least_conn" -> BalancerKind.LEAST_IN_FLIGHT;
            case "random" -> BalancerKind.WEIGHTED_RANDOM;
            default -> {
                String message = policy.title() + ": a loadBalancingMethod that Mooring does not have (found "
                        + Wording.quoted(text) + "); random two least_conn stands in for it";
                scene.reports().once(DiagnosticCode.CLOUD_ONLY, method.position(), message, "");
                yield usual;
            }
        };
    }

    private static Optional<AffinitySpec> hash(KubeObject policy) {
        String method = policy.spec().get("loadBalancingMethod").text("");
        if (method.equals("ip_hash")) {
            return Optional.of(AffinitySpec.of(new ClientIpHash(new ClientNetwork(24, 128))));
        }
        String key = policy.spec().get("hashMethodKey").text("$remote_addr");
        return method.startsWith("hash") ? Optional.of(AffinitySpec.of(new HashRing(key, 0))) : Optional.empty();
    }
}
