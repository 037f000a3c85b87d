// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.ListNode;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.ScalarNode;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.Cidr;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AdminSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.LimitSpec;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.SecretSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one file of Mooring's own form. What the file does not say stays at its default; listeners, routes and pools that it
 * does not name stay absent, since another file may name them.
 */
public final class PlainReader {
    private static final Key<Map<String, ListenerSpec>> LISTENERS = Key.optional(
            "listeners",
            Form.named(new Form<>("host:port or map", ListenerReader::read)),
            "`web` on 127.0.0.1:8080",
            "Where clients connect.");
    private static final Key<Node> ROUTES = Key.optional(
            "routes",
            new Form<>("list of map", spot -> Optional.of(spot.node())),
            "with one pool: all requests to it",
            "Which requests are treated how. Unless a listener has another order, the most specific host wins, then path, then method, then headers, query, cookies, then the first.");
    private static final Key<Node> POOLS = Key.required(
            "pools", new Form<>("map of name to map", spot -> Optional.of(spot.node())), "The groups of backends.");
    private static final Key<List<Cidr>> TRUSTED_PROXIES = Key.optional(
            "trusted-proxies", Form.list(Forms.NETWORK), "none", "Peers whose forwarded headers are believed.");
    private static final Key<List<SecretSpec>> COOKIE_SECRETS = Key.optional(
            "cookie-secrets",
            Form.list(new Form<>("map", CookieSecretReader::read)),
            "a random one at each start",
            "The keys of affinity cookies. The first signs, all are accepted.");
    private static final Key<LimitSpec> LIMITS =
            Key.optional("limits", LimitReader.FORM, "its defaults", "What one client may ask for.");
    private static final Key<Duration> DRAIN_TIMEOUT =
            Key.of("drain-timeout", Forms.DURATION, "10s", "How long running exchanges may go on after SIGTERM.");
    private static final Key<AccessLogSpec> ACCESS_LOG = Key.of(
            "access-log", new Form<>("off, stderr or map", AccessLogReader::read), "off", "Where the access log goes.");
    private static final Key<Boolean> EXPLAIN =
            Key.of("explain", Forms.FLAG, "false", "Whether `X-Mooring-Explain: 1` is answered with the decision.");
    private static final Key<AdminSpec> ADMIN = Key.optional(
            "admin",
            new Form<>("host:port or map", AdminReader::read),
            "none",
            "The admin listener. The address alone may stand for the map.");

    static final Section SECTION = Section.of(
            "",
            LISTENERS,
            ROUTES,
            POOLS,
            TRUSTED_PROXIES,
            COOKIE_SECRETS,
            LIMITS,
            DRAIN_TIMEOUT,
            ACCESS_LOG,
            EXPLAIN,
            ADMIN);

    private PlainReader() {}

    /**
     * Reads a file; empty when it is no map at all, which is then reported.
     *
     * @param root the file's only document
     * @param context where problems and positions go
     * @param routesBefore how many routes earlier files had, for the names of those that have none
     */
    public static Optional<GatewaySpec> read(Node root, ReadContext context, int routesBefore) {
        Spot spot = new Spot(root, KeyPath.ROOT, context);
        if (root instanceof MapNode map) {
            map.entries().forEach(entry -> context.positions().place(KeyPath.of(entry.key()), entry.value()));
        }
        return MapReader.read(
                spot,
                SECTION,
                map -> Optional.of(new GatewaySpec(
                        List.copyOf(map.find(LISTENERS).orElse(Map.of()).values()),
                        map.find(ROUTES)
                                .map(node -> routes(spot.child(ROUTES.name(), node), routesBefore))
                                .orElse(List.of()),
                        map.find(POOLS)
                                .map(node -> pools(spot.child(POOLS.name(), node)))
                                .orElse(List.of()),
                        map.list(TRUSTED_PROXIES),
                        map.list(COOKIE_SECRETS),
                        map.find(LIMITS).orElse(LimitSpec.DEFAULT),
                        map.get(DRAIN_TIMEOUT),
                        map.get(ACCESS_LOG),
                        map.get(EXPLAIN),
                        map.find(ADMIN))));
    }

    /** Routes are known by their names, since a place in the list means nothing once files are joined. */
    private static List<RouteSpec> routes(Spot spot, int routesBefore) {
        if (!(spot.node() instanceof ListNode list)) {
            spot.wrongKind("a list of routes");
            return List.of();
        }
        List<RouteSpec> routes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int number = routesBefore;
        for (Node node : list.items()) {
            number++;
            Optional<ScalarNode> written = RouteReader.writtenName(node);
            String name = written.map(ScalarNode::text).orElse("route-" + number);
            if (names.add(name)) {
                Spot at = spot.child(name, node);
                at.context().positions().place(at.path(), node);
                RouteReader.read(at, name).ifPresent(routes::add);
            } else {
                Spot at = spot.child(
                        "route-" + number, written.<Node>map(scalar -> scalar).orElse(node));
                at.report(DiagnosticCode.DUPLICATE_NAME, "the name is taken", Wording.quoted(name), "another one", "");
                RouteReader.read(spot.child("route-" + number, node), name);
            }
        }
        return routes;
    }

    private static List<PoolSpec> pools(Spot spot) {
        if (!(spot.node() instanceof MapNode map)) {
            spot.wrongKind("a map of pools");
            return List.of();
        }
        List<PoolSpec> pools = new ArrayList<>();
        for (MapNode.Entry entry : map.entries()) {
            Spot at = spot.child(entry.key(), entry.value());
            at.context().positions().place(at.path(), entry.value());
            PoolReader.read(at, entry.key()).ifPresent(pools::add);
        }
        return pools;
    }
}
