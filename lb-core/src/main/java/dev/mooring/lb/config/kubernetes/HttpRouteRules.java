// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.AffinitySpec;
import dev.mooring.lb.model.FieldMatch;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.Profile;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.model.RouteAction.Redirect;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of one HTTPRoute at one gateway. */
final class HttpRouteRules {
    private static final int MAX_WEIGHT = 1_000_000;

    private final Scene scene;
    private final BackendRefs backends;
    private final RoutePolicies policies;
    private final KubeObject route;
    private final GatewayRoutes.Attachment attachment;
    private final Persistence persistence;

    HttpRouteRules(
            Scene scene,
            BackendRefs backends,
            RoutePolicies policies,
            KubeObject route,
            GatewayRoutes.Attachment attachment) {
        this.scene = scene;
        this.backends = backends;
        this.policies = policies;
        this.route = route;
        this.attachment = attachment;
        this.persistence = new Persistence(route, profile(), scene.reports());
    }

    private Profile profile() {
        return attachment.first().profile();
    }

    List<RouteRank> routes(List<String> hosts) {
        List<RouteRank> ranked = new ArrayList<>();
        List<Value> rules = route.spec().get("rules").items();
        if (rules.isEmpty()) {
            scene.reports().add(DiagnosticCode.MISSING_REFERENCE, route, "no rules, so nothing is served", "");
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), i, hosts, ranked);
        }
        return ranked;
    }

    private void rule(Value rule, int index, List<String> hosts, List<RouteRank> ranked) {
        List<Value> matches = new ArrayList<>(rule.get("matches").items());
        if (matches.isEmpty()) {
            matches.add(new Value(Optional.of(new MapNode(rule.position(), List.of())), rule.position()));
        }
        RoutePolicy policy = policies.policy(route, rule, profile(), attachment.gateways());
        Optional<AffinitySpec> affinity = affinity(rule, index, matches);
        BackendRefs.Asker asker = new BackendRefs.Asker(route, profile(), route.name() + "." + index, affinity);
        for (int m = 0; m < matches.size(); m++) {
            Value match = matches.get(m);
            String name = route.id() + "/" + (index + 1) + (matches.size() > 1 ? "." + (m + 1) : "");
            PathSpec path = path(match.get("path"));
            RouteAction action = action(rule, path, asker);
            List<FilterSpec> filters =
                    filters(asker).filters(withoutRedirect(rule.get("filters").items()), path.text());
            for (List<String> group : Hostnames.groups(hosts)) {
                RouteSpec plain = Routes.of(name, attachment.names(), group, path, action);
                RouteSpec whole = Routes.matching(
                        Routes.with(
                                plain, action instanceof RouteAction.Forward ? filters : responses(filters), policy),
                        methods(match),
                        fields(match.get("headers")),
                        fields(match.get("queryParams")),
                        List.of());
                ranked.add(new RouteRank(whole, route.created(), route.id(), match.position()));
            }
        }
    }

    private static List<Value> withoutRedirect(List<Value> filters) {
        return filters.stream()
                .filter(filter -> !filter.get("type").text("").equals("RequestRedirect"))
                .toList();
    }

    /** Of a response that the gateway makes itself, only the response can be changed. */
    private static List<FilterSpec> responses(List<FilterSpec> filters) {
        return filters.stream()
                .filter(filter -> filter instanceof FilterSpec.Cors
                        || (filter instanceof FilterSpec.Rewrite rewrite
                                && !rewrite.response().isEmpty()))
                .toList();
    }

    private Optional<AffinitySpec> affinity(Value rule, int index, List<Value> matches) {
        String usualName = "sp_" + route.name() + "_" + route.namespace() + "_" + index;
        Value session = rule.get("sessionPersistence");
        Optional<AffinitySpec> affinity = persistence.read(session, usualName, cookiePath(matches));
        if (affinity.isEmpty()) {
            affinity = persistence.madeUp(rule.get("sessionAffinity"), usualName);
        }
        if (affinity.isEmpty() && profile() == Profile.APPLICATION_GATEWAY_FOR_CONTAINERS) {
            affinity = policies.affinity(route);
        }
        if (affinity.isEmpty()) {
            affinity = persistence.annotations(usualName);
        }
        boolean weighted = rule.get("backendRefs").items().stream()
                .anyMatch(ref -> ref.get("weight").number(1) != 1);
        if (affinity.isPresent() && weighted) {
            String message = route.title()
                    + ": a client that is bound stays with its backend, whatever the weights of the" + " rule say";
            scene.reports().once(DiagnosticCode.PERSISTENT_WEIGHTS, rule.position(), message, "");
        }
        return affinity;
    }

    /** The path that all matches of a rule begin with, as the older spellings want it for the cookie. */
    private static String cookiePath(List<Value> matches) {
        String common = "";
        for (int i = 0; i < matches.size(); i++) {
            Value path = matches.get(i).get("path");
            if (path.get("type").text("").equals("RegularExpression")) {
                return "";
            }
            String text = path.get("value").text("/");
            common = i == 0 ? text : common(common, text);
        }
        return common.isEmpty() ? "/" : common;
    }

    private static String common(String a, String b) {
        String[] left = a.split("/");
        String[] right = b.split("/");
        StringBuilder shared = new StringBuilder();
        for (int i = 1; i < Math.min(left.length, right.length) && left[i].equals(right[i]); i++) {
            shared.append('/').append(left[i]);
        }
        return shared.isEmpty() ? "/" : shared.toString();
    }

    private GatewayFilters filters(BackendRefs.Asker asker) {
        BackendRefs.Asker mirror =
                new BackendRefs.Asker(route, profile(), asker.variant() + ".mirror", Optional.of(AffinitySpec.NONE));
        return new GatewayFilters(
                route, scene.reports(), ref -> backends.port(ref, route).map(port -> backends.pool(port, ref, mirror)));
    }

    private RouteAction action(Value rule, PathSpec path, BackendRefs.Asker asker) {
        List<Value> filters = rule.get("filters").items();
        GatewayFilters reader = filters(asker);
        Optional<Redirect> redirect = reader.redirect(filters, path.text(), attachment.https());
        List<Value> refs = rule.get("backendRefs").items();
        if (redirect.isPresent()) {
            return redirect.get();
        }
        if (refs.isEmpty()) {
            String message = route.title() + ": a rule without backendRefs answers 500";
            scene.reports().once(DiagnosticCode.MISSING_REFERENCE, rule.position(), message, "");
            return new RouteAction.Respond(500, "the rule has no backend");
        }
        if (refs.stream().allMatch(ref -> backends.port(ref, route).isEmpty())) {
            return new RouteAction.Respond(500, "no backend of the rule is valid");
        }
        // Two entries for one pool are one destination.
        Map<String, Destination> destinations = new LinkedHashMap<>();
        for (Value ref : refs) {
            String pool = backends.pool(ref, asker);
            List<Value> own = ref.get("filters").items();
            int weight = Math.min(MAX_WEIGHT, ref.get("weight").number(1));
            Destination before = destinations.get(pool);
            destinations.put(
                    pool,
                    new Destination(
                            pool,
                            Math.min(MAX_WEIGHT, weight + (before == null ? 0 : before.weight())),
                            reader.filters(withoutRedirect(own), path.text())));
        }
        boolean nobody = destinations.values().stream().allMatch(destination -> destination.weight() == 0);
        if (nobody) {
            String message = route.title() + ": all weights of a rule are 0, so it answers 500";
            scene.reports().once(DiagnosticCode.EMPTY_POOL, rule.position(), message, "");
            return new RouteAction.Respond(500, "all weights are 0");
        }
        return new RouteAction.Forward(List.copyOf(destinations.values()));
    }

    private PathSpec path(Value path) {
        String value = path.get("value").text("/");
        String type = path.get("type").text("PathPrefix");
        return switch (type) {
            case "Exact" -> new PathSpec(PathSpec.Kind.EXACT, value);
            case "RegularExpression" -> new PathSpec(PathSpec.Kind.REGEX, value);
            case "PathPrefix" -> new PathSpec(PathSpec.Kind.PREFIX, value);
            default -> {
                String message = route.title() + ": no such path type (found " + Wording.quoted(type)
                        + ", expected PathPrefix, Exact or RegularExpression)";
                scene.reports().once(DiagnosticCode.BAD_VALUE, path.get("type").position(), message, "");
                yield new PathSpec(PathSpec.Kind.PREFIX, value);
            }
        };
    }

    private static Set<String> methods(Value match) {
        return match.get("method")
                .text()
                .map(method -> Set.of(method.toUpperCase(Locale.ROOT)))
                .orElse(Set.of());
    }

    private static List<FieldMatch> fields(Value list) {
        Map<String, FieldMatch> fields = new LinkedHashMap<>();
        for (Value field : list.items()) {
            boolean regex = field.get("type").text("Exact").equals("RegularExpression");
            String value = field.get("value").text("");
            field.get("name")
                    .text()
                    .ifPresent(name -> fields.putIfAbsent(
                            name.toLowerCase(Locale.ROOT),
                            new FieldMatch(name, regex ? FieldMatch.Kind.REGEX : FieldMatch.Kind.EXACT, value)));
        }
        return List.copyOf(fields.values());
    }
}
