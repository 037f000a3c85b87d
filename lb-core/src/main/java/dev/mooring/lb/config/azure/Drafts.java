// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.azure.Draft.Forwarded;
import dev.mooring.lb.config.azure.Draft.Outcome;
import dev.mooring.lb.config.azure.Draft.Redirected;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns rules and path maps into routes, in the order in which the gateway asks them. Confined to one thread. */
final class Drafts {
    private final Parts parts;
    private final Pools pools;
    private final Redirects redirects;
    private final List<Draft> drafts = new ArrayList<>();

    Drafts(Parts parts, Pools pools, Redirects redirects) {
        this.parts = parts;
        this.pools = pools;
        this.redirects = redirects;
    }

    List<Draft> of(List<Door> doors) {
        for (Door door : doors) {
            for (Rule rule : door.rules()) {
                rule(door, rule);
            }
        }
        return drafts;
    }

    private void rule(Door door, Rule rule) {
        Fields fields = rule.item().fields();
        boolean byPath = fields.choice("ruleType", "Basic", "PathBasedRouting")
                .map("PathBasedRouting"::equals)
                .orElseGet(() -> fields.node("urlPathMap").isPresent());
        Optional<Item> rewrite = parts.rewrites().referredTo(fields, "rewriteRuleSet");
        if (!byPath) {
            outcome(rule.item(), "")
                    .ifPresent(outcome ->
                            drafts.add(new Place(door, rule, "", rule.item().node())
                                    .draft(parts.prefix(), PathSpec.ANY, outcome, rewrite)));
            return;
        }
        Optional<Item> map = parts.pathMaps().referredTo(fields, "urlPathMap");
        if (map.isEmpty()) {
            if (fields.node("urlPathMap").isEmpty()) {
                reportMissing(fields, "urlPathMap");
            }
            return;
        }
        Fields all = map.get().fields();
        Optional<Item> fallback =
                parts.rewrites().referredTo(all, "defaultRewriteRuleSet").or(() -> rewrite);
        for (Item pathRule : pathRules(map.get())) {
            pathRule(door, rule, pathRule);
        }
        outcome(map.get(), "default")
                .ifPresent(outcome ->
                        drafts.add(new Place(door, rule, "/default", map.get().node())
                                .draft(parts.prefix(), PathSpec.ANY, outcome, fallback)));
    }

    private List<Item> pathRules(Item map) {
        List<Item> rules = new ArrayList<>();
        for (Node node : map.fields().list("pathRules")) {
            if (node instanceof MapNode one) {
                String fallback = "path-" + (rules.size() + 1);
                rules.add(Item.read(
                        one, RuleShapes.PATH_RULE, map.fields().path("pathRules"), fallback, parts.reading()));
            }
        }
        return rules;
    }

    private void pathRule(Door door, Rule rule, Item pathRule) {
        Fields fields = pathRule.fields();
        Optional<Outcome> outcome = outcome(pathRule, "");
        Optional<Item> rewrite = parts.rewrites().referredTo(fields, "rewriteRuleSet");
        List<ScalarNode> paths = fields.texts("paths");
        for (int i = 0; i < paths.size(); i++) {
            Optional<PathSpec> path = path(fields, paths.get(i));
            if (path.isPresent() && outcome.isPresent()) {
                String name = "/" + pathRule.name() + (i == 0 ? "" : "-" + (i + 1));
                drafts.add(new Place(door, rule, name, pathRule.node())
                        .draft(parts.prefix(), path.get(), outcome.get(), rewrite));
            }
        }
        if (fields.node("paths").isEmpty()) {
            reportMissing(fields, "paths");
        }
    }

    /** Where requests go; empty when that is wrong, which is then reported. */
    private Optional<Outcome> outcome(Item from, String kind) {
        Fields fields = from.fields();
        String redirect = kind.isEmpty() ? "redirectConfiguration" : "defaultRedirectConfiguration";
        if (fields.node(redirect).isPresent()) {
            return parts.redirects()
                    .referredTo(fields, redirect)
                    .flatMap(redirects::of)
                    .map(Redirected::new);
        }
        String pool = kind.isEmpty() ? "backendAddressPool" : "defaultBackendAddressPool";
        String settings = kind.isEmpty() ? "backendHttpSettings" : "defaultBackendHttpSettings";
        Optional<Item> to = target(from, pool, parts.pools(), () -> Fragment.anyPool(parts));
        Optional<Item> with = target(from, settings, parts.settings(), () -> Fragment.anySettings(parts));
        return to.isPresent() && with.isPresent()
                ? Optional.of(new Forwarded(pools.use(to.get(), with.get())))
                : Optional.empty();
    }

    /** What a rule refers to. A file that has nothing of the kind, or no rule at all, leaves it to the default. */
    private static Optional<Item> target(Item from, String property, Collection parts, Supplier<Item> fallback) {
        if (from.fields().node(property).isPresent()) {
            return parts.referredTo(from.fields(), property);
        }
        if (from.isImplied() || !parts.isWritten()) {
            return Optional.of(fallback.get());
        }
        reportMissing(from.fields(), property);
        return Optional.empty();
    }

    private static Optional<PathSpec> path(Fields fields, ScalarNode node) {
        String text = node.text();
        boolean open = text.endsWith("*");
        String literal = open ? text.substring(0, text.length() - 1) : text;
        if (!literal.startsWith("/") || literal.contains("*")) {
            fields.bad("paths", node.position(), text, "a path that begins with /, with * at its end only");
            return Optional.empty();
        }
        return Optional.of(new PathSpec(open ? PathSpec.Kind.STARTS_WITH : PathSpec.Kind.EXACT, literal, true));
    }

    private static void reportMissing(Fields fields, String property) {
        fields.reading()
                .problem(
                        DiagnosticCode.MISSING_KEY,
                        fields.position(),
                        fields.path(),
                        "a rule that leads nowhere",
                        "no " + property,
                        "a reference or a redirect");
    }

    /** Where a route comes from: the suffix makes its name different from those of other routes of its rule. */
    private record Place(Door door, Rule rule, String suffix, Node node) {
        Draft draft(String prefix, PathSpec path, Outcome outcome, Optional<Item> rewrite) {
            String name = prefix + rule.item().name() + suffix;
            return new Draft(name, node, door, rule.site().hosts(), path, outcome, rewrite);
        }
    }
}
