// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.model.FieldMatch;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.RouteAction;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.model.RouteAction.Forward;
import dev.mooring.lb.model.RouteAction.Redirect;
import dev.mooring.lb.model.RouteAction.Respond;
import dev.mooring.lb.model.RoutePolicy;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The routes of a server: the order of the list is the order in which they are tried. Confined to one thread. */
final class NginxRoutes {
    private static final String ACME = "/.well-known/acme-challenge/";
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Scene scene;
    private final NginxPools pools;
    private final NginxFilters filters;
    private final NginxConfig config;
    private final NginxPorts ports;

    NginxRoutes(Scene scene, NginxPools pools, NginxFilters filters, NginxConfig config, NginxPorts ports) {
        this.scene = scene;
        this.pools = pools;
        this.filters = filters;
        this.config = config;
        this.ports = ports;
    }

    /** Adds all routes of a server, for its own hosts or for others that it stands for. */
    void add(NginxServer server, List<String> hosts, String suffix) {
        List<NginxServer.Location> locations = server.inOrder();
        locations.stream()
                .flatMap(location -> location.ingress().annotations().text("app-root").stream()
                        .map(root -> appRoot(location, hosts, root, suffix)))
                .findFirst()
                .ifPresent(route -> scene.draft().route(route, positionOf(locations)));
        acme(server, locations, hosts, suffix);
        for (NginxServer.Location location : locations) {
            slash(server, location, hosts, suffix);
            location(server, location, hosts, suffix);
        }
        if (server.takesAll()) {
            return;
        }
        String name = (server.host().isEmpty() ? "all-hosts" : server.host()) + "/not-found" + suffix;
        RouteAction notFound = new Respond(404, "no path of the host matches");
        scene.draft().route(Routes.of(name, ports.all(), hosts, PathSpec.ANY, notFound), positionOf(locations));
    }

    private static SourcePosition positionOf(List<NginxServer.Location> locations) {
        return locations.isEmpty()
                ? SourcePosition.start("")
                : locations.get(0).ingress().object().position();
    }

    private RouteSpec appRoot(NginxServer.Location location, List<String> hosts, String root, String suffix) {
        Redirect redirect = toPath(302, root, false);
        String name = location.ingress().object().id() + "/app-root" + suffix;
        return Routes.of(name, ports.all(), hosts, new PathSpec(PathSpec.Kind.EXACT, "/"), redirect);
    }

    /** What proves to an authority whose host it is goes on by http. */
    private void acme(NginxServer server, List<NginxServer.Location> locations, List<String> hosts, String suffix) {
        for (NginxServer.Location location : locations) {
            boolean serves =
                    location.path().path().equals("/") && !location.path().isExact();
            if (serves && redirectsToHttps(server, location) && action(location).isEmpty()) {
                String name = name(location, suffix) + "-acme";
                PathSpec path = new PathSpec(PathSpec.Kind.STARTS_WITH, ACME);
                RouteSpec route = Routes.of(name, Set.of(ports.http()), hosts, path, forward(location));
                scene.draft().route(finish(route, location), location.path().position());
            }
        }
    }

    /** nginx sends a directory without its slash to the one with it. */
    private void slash(NginxServer server, NginxServer.Location location, List<String> hosts, String suffix) {
        String path = location.path().path();
        boolean applies = path.length() > 1
                && path.endsWith("/")
                && !location.path().isExact()
                && !server.hasRegexes()
                && !server.hasPath(path.substring(0, path.length() - 1));
        if (applies) {
            Redirect redirect = toPath(301, path, true);
            PathSpec without = new PathSpec(PathSpec.Kind.EXACT, path.substring(0, path.length() - 1));
            RouteSpec route = Routes.of(name(location, suffix) + "-slash", ports.all(), hosts, without, redirect);
            scene.draft().route(route, location.path().position());
        }
    }

    private static Redirect toPath(int status, String path, boolean keepQuery) {
        return new Redirect(
                status,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                new PathChange.Full(path),
                keepQuery);
    }

    private void location(NginxServer server, NginxServer.Location location, List<String> hosts, String suffix) {
        PathSpec path = pathSpec(server, location.path());
        String name = name(location, suffix);
        SourcePosition at = location.path().position();
        boolean toHttps = redirectsToHttps(server, location);
        if (toHttps) {
            RouteSpec route = Routes.of(name + "-to-https", Set.of(ports.http()), hosts, path, httpsRedirect(location));
            scene.draft().route(route, at);
        }
        Set<String> listeners = toHttps ? Set.of(ports.https()) : ports.all();
        Optional<RouteAction> own = action(location);
        RouteAction main = own.orElseGet(() -> forward(location));
        RouteSpec route = Routes.of(name, listeners, hosts, path, main);
        if (own.isEmpty() && !location.canaries().isEmpty()) {
            canary(location, location.canaries().get(0), route);
        }
        scene.draft().route(own.isPresent() ? route : finish(route, location), at);
    }

    private static String name(NginxServer.Location location, String suffix) {
        int number = location.path().number();
        return location.ingress().object().id() + (number == 0 ? "/default" : "/" + number) + suffix;
    }

    private static PathSpec pathSpec(NginxServer server, IngressPath path) {
        if (server.hasRegexes()) {
            return path.path().equals("/") ? PathSpec.ANY : new PathSpec(PathSpec.Kind.REGEX_START, path.path(), true);
        }
        if (path.isExact()) {
            return new PathSpec(PathSpec.Kind.EXACT, path.encoded());
        }
        boolean directory = path.path().length() > 1 && path.path().endsWith("/");
        return new PathSpec(directory ? PathSpec.Kind.STARTS_WITH : PathSpec.Kind.PREFIX, path.encoded());
    }

    private boolean redirectsToHttps(NginxServer server, NginxServer.Location location) {
        AnnotationReader annotations = location.ingress().annotations();
        boolean wanted = annotations.flag("ssl-redirect", true);
        boolean forced = annotations.flag("force-ssl-redirect", false);
        return forced || (wanted && server.isSecure());
    }

    private Redirect httpsRedirect(NginxServer.Location location) {
        boolean keep = location.ingress().annotations().flag("preserve-trailing-slash", false);
        int code = config.number("http-redirect-code", 308);
        return new Redirect(
                REDIRECTS.contains(code) ? code : 308,
                Optional.empty(),
                Optional.of(ports.https()),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                keep ? PathChange.KEEP : new PathChange.Regex("^(.*)/$", "$1"),
                true);
    }

    /** What a location does instead of passing requests on; empty when it passes them on. */
    private Optional<RouteAction> action(NginxServer.Location location) {
        AnnotationReader annotations = location.ingress().annotations();
        Optional<RouteAction> permanent = annotations
                .text("permanent-redirect")
                .flatMap(url -> elsewhere(annotations, url, "permanent-redirect", 301));
        Optional<RouteAction> temporal = annotations
                .text("temporal-redirect")
                .flatMap(url -> elsewhere(annotations, url, "temporal-redirect", 302));
        if (temporal.isPresent() || permanent.isPresent()) {
            return temporal.or(() -> permanent);
        }
        return location.path().backend().isEmpty()
                ? Optional.of(new Respond(404, "the path has no Service"))
                : Optional.empty();
    }

    private Optional<RouteAction> elsewhere(AnnotationReader annotations, String url, String name, int usual) {
        boolean sameTarget = url.endsWith("$request_uri");
        String address = sameTarget ? url.substring(0, url.length() - "$request_uri".length()) : url;
        Optional<URI> uri = NginxPools.uri(address);
        if (uri.isEmpty()) {
            annotations.bad(name, url, "a URL with http or https", "");
            return Optional.empty();
        }
        int code = annotations.integer(name + "-code", usual);
        String path = String.valueOf(uri.get().getRawPath());
        String query = uri.get().getRawQuery() == null ? "" : "?" + uri.get().getRawQuery();
        return Optional.of(new Redirect(
                REDIRECTS.contains(code) ? code : usual,
                Optional.of(uri.get().getScheme() + "://" + uri.get().getRawAuthority()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                sameTarget && path.isEmpty() ? PathChange.KEEP : new PathChange.Full(path + query),
                sameTarget));
    }

    private RouteAction forward(NginxServer.Location location) {
        List<Destination> destinations = new ArrayList<>();
        ServicePort backend = location.path().backend().orElseThrow();
        String main = pools.pool(location.ingress(), backend);
        if (location.canaries().isEmpty()) {
            return RouteAction.toPool(main);
        }
        NginxServer.Canary canary = location.canaries().get(0);
        CanaryRule rule = CanaryRule.of(canary.ingress().annotations());
        String other = pools.pool(canary.ingress(), canary.path().backend().orElseThrow());
        destinations.add(new Destination(main, rule.total() - rule.weight(), List.of()));
        if (!other.equals(main)) {
            destinations.add(new Destination(other, rule.weight(), List.of()));
        }
        return new Forward(destinations);
    }

    /** A header field or a cookie decides before the weights do. */
    private void canary(NginxServer.Location location, NginxServer.Canary canary, RouteSpec main) {
        CanaryRule rule = CanaryRule.of(canary.ingress().annotations());
        String canaryPool = pools.pool(canary.ingress(), canary.path().backend().orElseThrow());
        String mainPool =
                pools.pool(location.ingress(), location.path().backend().orElseThrow());
        for (CanaryRule.Choice choice : rule.choices()) {
            List<Destination> destinations = List.of(
                    new Destination(canaryPool, choice.canary() ? 1 : 0, List.of()),
                    new Destination(mainPool, choice.canary() ? 0 : 1, List.of()));
            RouteSpec route = Routes.of(
                    main.name() + "-canary-" + choice.name(),
                    main.listeners(),
                    main.hosts(),
                    main.path(),
                    canaryPool.equals(mainPool) ? RouteAction.toPool(mainPool) : new Forward(destinations));
            List<FieldMatch> match = List.of(choice.match());
            RouteSpec narrow = choice.cookie()
                    ? Routes.matching(route, Set.of(), List.of(), List.of(), match)
                    : Routes.matching(route, Set.of(), match, List.of(), List.of());
            scene.draft().route(finish(narrow, location), canary.path().position());
        }
    }

    private RouteSpec finish(RouteSpec route, NginxServer.Location location) {
        NginxIngress ingress = location.ingress();
        List<FilterSpec> all = new ArrayList<>(filters.filters(ingress, location.path()));
        pools.mirror(ingress).ifPresent(pool -> all.add(new FilterSpec.Mirror(pool, 1, 1)));
        NginxUpstream upstream = pools.of(location.path().backend().orElseThrow());
        boolean cookie = upstream.cookie().isPresent();
        boolean issues = !cookie
                || ingress.annotations()
                        .text("affinity")
                        .filter("cookie"::equals)
                        .isPresent();
        Optional<String> cookiePath = cookie && issues && upstream.hasDefaultPath()
                ? Optional.of(location.path().path())
                : Optional.empty();
        RoutePolicy policy = NginxProxy.policy(ingress.annotations(), issues, cookiePath);
        return Routes.with(route, all, policy);
    }

    /** A host with or without www leads to the other one. */
    void www(String from, String to, NginxIngress ingress) {
        Redirect redirect = new Redirect(
                308,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(to),
                OptionalInt.empty(),
                PathChange.KEEP,
                true);
        String name = ingress.object().id() + "/www";
        scene.draft()
                .route(
                        Routes.of(name, ports.all(), List.of(from), PathSpec.ANY, redirect),
                        ingress.annotations().position("from-to-www-redirect"));
        scene.reports()
                .once(
                        DiagnosticCode.IMPLIED_DEFAULT,
                        ingress.annotations().position("from-to-www-redirect"),
                        ingress.object().title() + ": " + from + " leads to " + to,
                        "");
    }
}
