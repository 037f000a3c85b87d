// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.model.PathChange;
import dev.mooring.lb.model.RouteAction.Destination;
import dev.mooring.lb.model.RouteAction.Redirect;
import dev.mooring.lb.model.RouteAction.Respond;
import dev.mooring.lb.model.RouteSpec;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Rules of what a route does with a request. */
final class ActionRules {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_WEIGHT = 1_000_000;

    private ActionRules() {}

    /**
     * What there is.
     *
     * @param listeners the names of the listeners
     * @param pools the names of the pools
     */
    record Known(Set<String> listeners, Set<String> pools) {}

    static void check(RouteSpec route, KeyPath path, Known known, Findings findings) {
        checkDestinations(route.destinations(), path, known, findings);
        if (route.action() instanceof Redirect redirect) {
            checkRedirect(redirect, path.child("redirect"), known, findings);
        } else if (route.action() instanceof Respond respond) {
            findings.range(path.child("respond").child("status"), respond.status(), 200, 599);
        } else if (route.destinations().isEmpty()) {
            findings.report(DiagnosticCode.BAD_VALUE, path.child("pools"), "nowhere to go", "no pool", "at least one");
        }
        FilterRules.check(route.filters(), path.child("filters"), known, findings);
    }

    private static void checkDestinations(List<Destination> to, KeyPath path, Known known, Findings findings) {
        KeyPath list = path.child("pools");
        boolean written = findings.isWritten(list.child(0));
        for (int i = 0; i < to.size(); i++) {
            Destination destination = to.get(i);
            KeyPath at = list.child(i);
            KeyPath name = !written ? path.child("pool") : findings.isWritten(at.child("name")) ? at.child("name") : at;
            RouteRules.checkKnown("pool", destination.pool(), known.pools(), name, findings);
            findings.range(at.child("weight"), destination.weight(), 0, MAX_WEIGHT);
            FilterRules.check(destination.filters(), at.child("filters"), known, findings);
        }
    }

    private static void checkRedirect(Redirect redirect, KeyPath path, Known known, Findings findings) {
        if (!REDIRECTS.contains(redirect.status())) {
            findings.badValue(path.child("status"), Integer.toString(redirect.status()), "301, 302, 303, 307 or 308");
        }
        redirect.url().filter(url -> !isUrl(url)).ifPresent(url -> {
            findings.badValue(path.child("url"), url, "an address such as https://example.com, percent-encoded");
        });
        redirect.listener()
                .ifPresent(name ->
                        RouteRules.checkKnown("listener", name, known.listeners(), path.child("listener"), findings));
        redirect.scheme()
                .filter(scheme -> !scheme.equals("http") && !scheme.equals("https"))
                .ifPresent(scheme -> findings.badValue(path.child("scheme"), scheme, "http or https"));
        redirect.host()
                .filter(host -> HostPort.parse(host).filter(at -> at.port() < 0).isEmpty())
                .ifPresent(host -> findings.badValue(path.child("host"), host, "a host name without port"));
        redirect.port().ifPresent(port -> findings.range(path.child("port"), port, 1, 65_535));
        boolean parts = redirect.listener().isPresent()
                || redirect.scheme().isPresent()
                || redirect.host().isPresent()
                || redirect.port().isPresent();
        if (redirect.url().isPresent() && parts) {
            findings.report(
                    DiagnosticCode.IGNORED_SETTING,
                    path.child("url"),
                    "the url stands for all that comes before the path",
                    "listener, scheme, host or port beside it",
                    "the url alone");
        }
        checkPathChange(redirect.path(), false, path.child("path"), findings);
    }

    private static boolean isUrl(String url) {
        try {
            URI uri = URI.create(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getRawAuthority() != null && url.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    /** A template becomes a path only when it is filled in; what is not one then, is made one. */
    static void checkPathChange(PathChange change, boolean templated, KeyPath path, Findings findings) {
        if (change instanceof PathChange.Full full) {
            if (!full.path().isEmpty() && !(templated ? isVisible(full.path()) : isPath(full.path()))) {
                findings.badValue(path, full.path(), "a path that begins with /, percent-encoded");
            }
        } else if (change instanceof PathChange.Prefix prefix) {
            if (!isPath(prefix.prefix())) {
                findings.badValue(path.child("prefix"), prefix.prefix(), "a path that begins with /, percent-encoded");
            }
            if (!prefix.replacement().isEmpty() && !isPath(prefix.replacement())) {
                String expected = "a path that begins with /, percent-encoded";
                findings.badValue(path.child("replacement"), prefix.replacement(), expected);
            }
        } else if (change instanceof PathChange.Regex regex) {
            RegexRules.check(regex.pattern(), path.child("regex"), findings);
            if (!isVisible(regex.replacement())) {
                findings.badValue(path.child("replacement"), regex.replacement(), "a path, percent-encoded");
            }
        }
    }

    private static boolean isPath(String path) {
        return path.startsWith("/") && isVisible(path) && path.indexOf('#') < 0;
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }
}
