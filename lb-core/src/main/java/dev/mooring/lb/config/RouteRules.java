// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.http.Tokens;
import dev.mooring.lb.model.FieldMatch;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.Labels;
import dev.mooring.lb.model.ListenerSpec;
import dev.mooring.lb.model.PoolSpec;
import dev.mooring.lb.model.RouteOrder;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Rules of the routes. */
final class RouteRules {
    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
    private static final Pattern GLOB = Pattern.compile("[a-z0-9_*?-]+(\\.[a-z0-9_*?-]+)*");
    private static final int MAX_HOST = 253;
    /** Routes of the same host and path that a route is compared with. */
    private static final int MAX_COMPARED = 100;

    private RouteRules() {}

    static void check(GatewaySpec spec, Findings findings) {
        Set<String> listeners =
                names(spec.listeners().stream().map(ListenerSpec::name).toList());
        Set<String> pools = names(spec.pools().stream().map(PoolSpec::name).toList());
        Map<Target, List<RouteSpec>> earlier = new HashMap<>();
        // Where something could not be read, a default stands for it, and routes may look more alike than they are.
        boolean faithful = !findings.diagnostics().hasErrors();
        for (RouteSpec route : spec.routes()) {
            KeyPath path = KeyPath.of("routes", route.name());
            findings.name(path.child("name"), route.name());
            for (String listener : new TreeSet<>(route.listeners())) {
                checkKnown("listener", listener, listeners, path.child("listeners"), findings);
            }
            ActionRules.check(route, path, new ActionRules.Known(listeners, pools), findings);
            checkHosts(route, globs(route, spec), path.child("hosts"), findings);
            checkPath(route.path(), path.child("path"), findings);
            checkMethods(route, path.child("methods"), findings);
            FieldRules.checkHeaders(route.headers(), path.child("headers"), findings);
            FieldRules.checkQueries(route.queries(), path.child("query"), findings);
            FieldRules.checkCookies(route.cookies(), path.child("cookies"), findings);
            PolicyRules.check(route.policy(), path, findings);
            if (faithful) {
                checkReachable(route, path, earlier, findings);
            }
        }
    }

    private static Set<String> names(List<String> names) {
        return new LinkedHashSet<>(names);
    }

    /** Whether a wildcard may stand anywhere: only where nobody has to tell which of two hosts is the more specific one. */
    private static boolean globs(RouteSpec route, GatewaySpec spec) {
        return spec.listeners().stream()
                .filter(listener ->
                        route.listeners().isEmpty() || route.listeners().contains(listener.name()))
                .allMatch(listener -> listener.routeOrder() == RouteOrder.FIRST);
    }

    static void checkKnown(String kind, String name, Set<String> known, KeyPath path, Findings findings) {
        boolean fine = known.contains(name)
                || findings.diagnostics().isFull()
                || findings.isWritten(KeyPath.of(kind + "s", name));
        if (fine) {
            return;
        }
        String expected = known.isEmpty() ? "one that exists" : "one of " + Wording.oneOf(some(known));
        String hint = Wording.didYouMean(name, known);
        findings.report(DiagnosticCode.UNKNOWN_NAME, path, "no such " + kind, Wording.quoted(name), expected, hint);
    }

    private static List<String> some(Set<String> names) {
        return names.stream().limit(10).toList();
    }

    private static void checkHosts(RouteSpec route, boolean globs, KeyPath path, Findings findings) {
        for (int i = 0; i < route.hosts().size(); i++) {
            String host = route.hosts().get(i);
            boolean fine = host.length() <= MAX_HOST
                    && (HOST.matcher(host).matches()
                            || (globs && GLOB.matcher(host).matches())
                            || IpAddresses.parse(host).isPresent());
            if (!fine) {
                String expected = "a host name without port, or *. and a host name";
                findings.badValue(path.child(i), host, expected);
            }
        }
    }

    private static void checkPath(PathSpec path, KeyPath at, Findings findings) {
        KeyPath exact = at.child(Labels.of(path.kind()));
        if (path.kind() == PathSpec.Kind.REGEX || path.kind() == PathSpec.Kind.REGEX_START) {
            RegexRules.check(path.text(), exact, findings);
            return;
        }
        boolean visible = path.text().chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '?' && c != '#');
        if (!path.text().startsWith("/") || !visible) {
            findings.badValue(exact, path.text(), "a path that begins with /, percent-encoded, without query");
        }
    }

    private static void checkMethods(RouteSpec route, KeyPath path, Findings findings) {
        for (String method : new TreeSet<>(route.methods())) {
            if (!Tokens.isToken(method)) {
                findings.badValue(path, method, "a method such as GET");
            }
        }
    }

    /**
     * A route is lost when an earlier one takes all its requests and is not less specific: the same hosts, the same path, a
     * condition on the method in both or in none, and the same header fields. The order is that of {@link RouteSpec}.
     */
    private static void checkReachable(
            RouteSpec route, KeyPath path, Map<Target, List<RouteSpec>> earlier, Findings findings) {
        List<RouteSpec> rivals = earlier.computeIfAbsent(Target.of(route), target -> new ArrayList<>());
        rivals.stream()
                .limit(MAX_COMPARED)
                .filter(rival ->
                        covers(rival.listeners(), route.listeners()) && covers(rival.methods(), route.methods()))
                .findFirst()
                .ifPresent(rival -> findings.report(
                        DiagnosticCode.SHADOWED_ROUTE,
                        path,
                        "the route can never match",
                        "route " + Wording.quoted(rival.name()) + " before it, which takes all its requests",
                        "a condition that differs"));
        rivals.add(route);
    }

    private static boolean covers(Set<String> wide, Set<String> narrow) {
        return wide.isEmpty() || (!narrow.isEmpty() && wide.containsAll(narrow));
    }

    /** What makes routes rivals: of two with different targets, one is more specific, or they match different requests. */
    private record Target(Set<String> hosts, PathSpec path, boolean byMethod, Set<FieldMatch> fields) {

        /** What a record has by itself takes some milliseconds to be made, at the start. */
        @Override
        public int hashCode() {
            return 31 * hosts.hashCode() + path.text().hashCode();
        }

        static Target of(RouteSpec route) {
            PathSpec path = route.path();
            // A slash at the end of a prefix changes nothing.
            String text = path.kind() == PathSpec.Kind.PREFIX ? path.text().replaceFirst("/\\z", "") : path.text();
            Set<FieldMatch> fields = new HashSet<>();
            route.headers()
                    .forEach(field -> fields.add(named("header:" + field.name().toLowerCase(Locale.ROOT), field)));
            route.queries().forEach(field -> fields.add(named("query:" + field.name(), field)));
            route.cookies().forEach(field -> fields.add(named("cookie:" + field.name(), field)));
            return new Target(
                    Set.copyOf(route.hosts()),
                    new PathSpec(path.kind(), text, path.ignoreCase()),
                    !route.methods().isEmpty(),
                    fields);
        }

        private static FieldMatch named(String name, FieldMatch field) {
            return new FieldMatch(name, field.kind(), field.value());
        }
    }
}
