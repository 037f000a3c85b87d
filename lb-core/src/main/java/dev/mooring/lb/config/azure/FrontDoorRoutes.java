// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** The routes of a profile. Confined to one thread. */
final class FrontDoorRoutes {
    private static final String DOMAIN = ".azurefd.net";
    private static final int TEMPORARY = 307;

    private final String prefix;
    private final OriginGroups groups;
    private final Map<String, String> domains;
    private final Reading reading;
    private final List<Supplier<RouteSpec>> drafts = new ArrayList<>();

    FrontDoorRoutes(String prefix, OriginGroups groups, Map<String, String> domains, Reading reading) {
        this.prefix = prefix;
        this.groups = groups;
        this.domains = domains;
        this.reading = reading;
    }

    boolean isEmpty() {
        return drafts.isEmpty();
    }

    /** The routes, once all uses of pools are known. */
    List<RouteSpec> specs() {
        return drafts.stream().map(Supplier::get).toList();
    }

    /** Adds the routes of an endpoint. */
    void add(Item endpoint, List<Item> routes, boolean single) {
        for (Item route : routes) {
            Fields fields = route.fields();
            Optional<String> group = group(fields);
            if (group.isEmpty() || OriginGroups.isDisabled(fields)) {
                continue;
            }
            Optional<List<String>> hosts = hosts(endpoint, fields, single);
            if (hosts.isPresent()) {
                List<ScalarNode> patterns = fields.texts("patternsToMatch");
                for (int i = 0; i < Math.max(1, patterns.size()); i++) {
                    String pattern = patterns.isEmpty() ? "/*" : patterns.get(i).text();
                    String name = prefix + endpoint.name() + "/" + route.name() + (i == 0 ? "" : "-" + (i + 1));
                    path(fields, pattern).ifPresent(path -> add(new Way(name, route, hosts.get(), path), group.get()));
                }
            }
        }
    }

    /** Without any route, all requests go to the first group. */
    void imply(Item profile) {
        String name = groups.names().stream().findFirst().orElse("origins");
        Item item = Item.implied(name, FrontDoorShapes.ORIGIN_GROUP, profile.path(), profile.position(), reading);
        String sentence = "no route, so all requests go by HTTP to origin group " + Wording.quoted(name)
                + (groups.has(name) ? "" : ", which has no origins");
        reading.implied(profile.position(), profile.path(), sentence);
        groups.imply(name, item);
        groups.use(name, false);
        Way way = new Way(prefix + "route", item, List.of(), new PathSpec(PathSpec.Kind.STARTS_WITH, "/", true));
        Set<String> both = Set.of(prefix + FrontDoorReader.HTTP, prefix + FrontDoorReader.HTTPS);
        drafts.add(() -> forward(way, way.name(), both, groups.pool(name, false), List.of()));
    }

    private void add(Way way, String group) {
        Fields fields = way.route().fields();
        List<String> protocols = fields.texts("supportedProtocols").stream()
                .map(node -> node.text().toLowerCase(Locale.ROOT))
                .toList();
        boolean http = protocols.isEmpty() || protocols.contains(FrontDoorReader.HTTP);
        boolean https = protocols.isEmpty() || protocols.contains(FrontDoorReader.HTTPS);
        boolean redirects = http
                && https
                && fields.choice("httpsRedirect", "Enabled", "Disabled")
                        .map("Enabled"::equals)
                        .orElse(true);
        String by = fields.choice("forwardingProtocol", "HttpOnly", "HttpsOnly", "MatchRequest")
                .orElse("MatchRequest");
        List<FilterSpec> filters = fields.text("originPath")
                .map(to -> List.of(Rewrites.prefix("originPath", way.path(), to)))
                .orElse(List.of());
        if (redirects) {
            drafts.add(() -> redirect(way));
        } else if (http) {
            forward(way, group, FrontDoorReader.HTTP, by.equals("HttpsOnly"), filters, https);
        }
        if (https) {
            forward(way, group, FrontDoorReader.HTTPS, !by.equals("HttpOnly"), filters, http);
        }
    }

    private void forward(Way way, String group, String listener, boolean tls, List<FilterSpec> filters, boolean two) {
        groups.use(group, tls);
        String name = two ? way.name() + "/" + listener : way.name();
        drafts.add(() -> forward(way, name, Set.of(prefix + listener), groups.pool(group, tls), filters));
    }

    private RouteSpec forward(Way way, String name, Set<String> listeners, String pool, List<FilterSpec> filters) {
        return route(way, name, listeners, RouteAction.toPool(pool), filters);
    }

    private RouteSpec redirect(Way way) {
        RouteAction action = new RouteAction.Redirect(
                TEMPORARY,
                Optional.empty(),
                Optional.of(prefix + FrontDoorReader.HTTPS),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                PathChange.KEEP,
                true);
        return route(way, way.name() + "/to-https", Set.of(prefix + FrontDoorReader.HTTP), action, List.of());
    }

    private RouteSpec route(Way way, String name, Set<String> listeners, RouteAction action, List<FilterSpec> filters) {
        reading.place(way.route().node(), "routes", name);
        return new RouteSpec(
                name,
                listeners,
                way.hosts(),
                way.path(),
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                action,
                filters,
                RoutePolicy.NONE);
    }

    private Optional<String> group(Fields fields) {
        Optional<ScalarNode> id = fields.reference("originGroup");
        String name = id.map(node -> Values.lastSegment(node.text())).orElse("");
        if (name.isEmpty() || groups.has(name)) {
            return Optional.of(name).filter(text -> !text.isEmpty());
        }
        List<String> known = groups.names();
        if (known.isEmpty()) {
            Item item = Item.implied(name, FrontDoorShapes.ORIGIN_GROUP, fields.path(), fields.position(), reading);
            reading.implied(fields.position("originGroup"), fields.path(), "no origin group, so it has no origins");
            return Optional.of(groups.imply(name, item));
        }
        reading.problem(
                DiagnosticCode.UNKNOWN_NAME,
                fields.position("originGroup"),
                fields.path("originGroup"),
                "no such origin group",
                Wording.quoted(name),
                Wording.oneOf(known.stream().limit(10).toList()));
        return Optional.empty();
    }

    /** Which hosts a route is for; an empty list for all; empty when it is for none. */
    private Optional<List<String>> hosts(Item endpoint, Fields fields, boolean single) {
        List<String> hosts = new ArrayList<>();
        for (Node node : fields.list("customDomains")) {
            Optional<Node> id = node instanceof MapNode map ? map.findIgnoringCase("id") : Optional.of(node);
            id.filter(ScalarNode.class::isInstance)
                    .map(text -> Values.lastSegment(((ScalarNode) text).text()).toLowerCase(Locale.ROOT))
                    .map(domains::get)
                    .ifPresent(hosts::add);
        }
        boolean linked = fields.choice("linkToDefaultDomain", "Enabled", "Disabled")
                .map("Enabled"::equals)
                .orElse(hosts.isEmpty());
        if (linked && single) {
            return Optional.of(List.of());
        }
        if (linked) {
            hosts.add(endpoint.fields()
                    .text("hostName")
                    .orElse(endpoint.name() + DOMAIN)
                    .toLowerCase(Locale.ROOT));
        }
        if (hosts.isEmpty()) {
            String sentence = "the route is for no host: it has no custom domain, and is not linked to the endpoint's";
            reading.say(DiagnosticCode.UNUSED_PART, fields.position(), fields.path(), sentence, "");
            return Optional.empty();
        }
        return Optional.of(hosts);
    }

    private static Optional<PathSpec> path(Fields fields, String pattern) {
        boolean open = pattern.endsWith("*");
        String literal = open ? pattern.substring(0, pattern.length() - 1) : pattern;
        String rooted = literal.startsWith("/") ? literal : "/" + literal;
        if (literal.contains("*")) {
            fields.bad("patternsToMatch", pattern, "a path, with * at its end only");
            return Optional.empty();
        }
        return Optional.of(new PathSpec(open ? PathSpec.Kind.STARTS_WITH : PathSpec.Kind.EXACT, rooted, true));
    }

    /**
     * A pattern of a route.
     *
     * @param name the name of the spec's route
     * @param route where it was written
     * @param hosts its hosts
     * @param path which paths
     */
    private record Way(String name, Item route, List<String> hosts, PathSpec path) {}
}
