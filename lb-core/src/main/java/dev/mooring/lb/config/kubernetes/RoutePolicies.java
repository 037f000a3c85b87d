// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.BufferingSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RetrySpec;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.TimeoutSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Clocks, retries, buffers and affinity of a rule: its own, or those of a policy that is for its route or its gateway. */
final class RoutePolicies {
    /** nginx's largest body, where nobody says otherwise. */
    private static final long NGINX_BODY = 1 << 20;

    private static final int MAX_RETRIES = 100;

    private final Scene scene;

    RoutePolicies(Scene scene) {
        this.scene = scene;
    }

    /** The affinity that a RoutePolicy gives a route. */
    Optional<AffinitySpec> affinity(KubeObject route) {
        return policies("RoutePolicy", "HTTPRoute", route.namespace(), route.name()).stream()
                .flatMap(policy ->
                        ContainersAffinity.read(
                                policy, policy.spec().get("default", "sessionAffinity"), scene.reports())
                                .stream())
                .findFirst();
    }

    RoutePolicy policy(KubeObject route, Value rule, Profile profile, List<String> gateways) {
        if (profile == Profile.NGINX_GATEWAY_FABRIC) {
            return fabric(route, rule, gateways);
        }
        Habits usual = Habits.of(profile);
        Value timeouts = rule.get("timeouts");
        Optional<Duration> request = Durations.parse(timeouts.get("request"));
        Optional<Duration> attempt = Durations.parse(timeouts.get("backendRequest"));
        longer(route, timeouts, request, attempt);
        Optional<Duration> policy = routeTimeout(route, timeouts);
        boolean none = request.isEmpty() && attempt.isEmpty() && policy.isEmpty();
        Optional<TimeoutSpec> clocks =
                none ? Optional.empty() : Optional.of(clocks(usual.timeouts(), request.or(() -> policy), attempt));
        return new RoutePolicy(
                clocks, retry(rule, usual.retry()), Optional.empty(), Optional.empty(), true, Optional.empty());
    }

    /** A limit for the whole exchange, or its absence, leaves nothing to a shorter clock. */
    static TimeoutSpec clocks(TimeoutSpec usual, Optional<Duration> request, Optional<Duration> attempt) {
        return new TimeoutSpec(
                usual.connect(),
                Optional.empty(),
                usual.idle(),
                request.isPresent() ? request.flatMap(Durations::limit) : usual.total(),
                attempt.flatMap(Durations::limit));
    }

    private void longer(KubeObject route, Value timeouts, Optional<Duration> request, Optional<Duration> attempt) {
        boolean limited = request.filter(r -> !r.isZero()).isPresent();
        boolean longer = limited
                && attempt.filter(a -> a.compareTo(request.orElse(a)) > 0).isPresent();
        if (longer) {
            String message = "timeouts: backendRequest is longer than request, so the cluster rejects it";
            scene.reports().add(DiagnosticCode.TIMEOUT_CONFLICT, route, timeouts.position(), message, "");
        }
    }

    private Optional<Duration> routeTimeout(KubeObject route, Value timeouts) {
        for (KubeObject policy : policies("RoutePolicy", "HTTPRoute", route.namespace(), route.name())) {
            Value value = policy.spec().get("default", "timeouts").get("routeTimeout");
            Optional<Duration> timeout = Durations.parse(value);
            if (timeout.isPresent() && timeouts.get("request").isPresent()) {
                String message = policy.title() + ": routeTimeout has no effect, since the rule of " + route.title()
                        + " has timeouts (condition AcceptedWithTimeoutConflict)";
                scene.reports().once(DiagnosticCode.TIMEOUT_CONFLICT, value.position(), message, "");
            }
            if (timeout.isPresent()) {
                return timeout;
            }
        }
        return Optional.empty();
    }

    private Optional<RetrySpec> retry(Value rule, RetrySpec usual) {
        Value retry = rule.get("retry");
        if (!retry.isPresent()) {
            return Optional.empty();
        }
        Set<Integer> codes = new TreeSet<>();
        for (Value code : retry.get("codes").items()) {
            code.number().filter(c -> c >= 400 && c <= 599).ifPresent(codes::add);
        }
        Duration backoff = Durations.parse(retry.get("backoff"))
                .filter(pause -> pause.compareTo(Duration.ofHours(1)) <= 0)
                .orElse(Duration.ZERO);
        int attempts = Math.min(MAX_RETRIES, retry.get("attempts").number(Math.max(1, usual.times())));
        return Optional.of(new RetrySpec(attempts, true, codes, false, Optional.empty(), backoff));
    }

    private RoutePolicy fabric(KubeObject route, Value rule, List<String> gateways) {
        for (String key : List.of("timeouts", "retry")) {
            if (rule.get(key).isPresent()) {
                String message = key + ": NGINX Gateway Fabric accepts it, warns and ignores it, and so does Mooring";
                String hint = key.equals("timeouts") ? "write a ProxySettingsPolicy with timeout {read: ...}" : "";
                scene.reports()
                        .add(
                                DiagnosticCode.TIMEOUT_IGNORED,
                                route,
                                rule.get(key).position(),
                                message,
                                hint);
            }
        }
        List<KubeObject> policies =
                new ArrayList<>(policies("ProxySettingsPolicy", "HTTPRoute", route.namespace(), route.name()));
        for (String gateway : gateways) {
            int slash = gateway.indexOf('/');
            policies.addAll(policies(
                    "ProxySettingsPolicy", "Gateway", gateway.substring(0, slash), gateway.substring(slash + 1)));
        }
        Habits usual = Habits.of(Profile.NGINX_GATEWAY_FABRIC);
        Optional<TimeoutSpec> clocks = Optional.empty();
        Optional<BufferingSpec> buffering = Optional.empty();
        for (KubeObject policy : policies) {
            Value timeout = policy.spec().get("timeout");
            if (clocks.isEmpty() && timeout.isPresent()) {
                Duration connect = positive(timeout.get("connect"));
                clocks = Optional.of(Habits.gaps(connect, positive(timeout.get("read"))));
            }
            Value disable = policy.spec().get("buffering", "disable");
            if (buffering.isEmpty() && disable.isPresent()) {
                buffering = Optional.of(
                        disable.flag(false)
                                ? new BufferingSpec(usual.buffering().requests(), BufferingSpec.Responses.PASS)
                                : usual.buffering());
            }
        }
        return new RoutePolicy(clocks, Optional.empty(), buffering, Optional.of(NGINX_BODY), true, Optional.empty());
    }

    private static Duration positive(Value value) {
        return Durations.seconds(value).filter(d -> !d.isZero()).orElse(Duration.ofSeconds(60));
    }

    private List<KubeObject> policies(String kind, String targetKind, String namespace, String name) {
        return scene.cluster().policies(kind, targetKind, name).stream()
                .filter(policy -> PolicyTarget.all(policy).stream()
                        .anyMatch(target -> target.kind().equals(targetKind)
                                && target.namespace().equals(namespace)
                                && target.name().equals(name)))
                .toList();
    }
}
