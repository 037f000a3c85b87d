// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.model.RouteSpec;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.Comparator;

/**
 * A route with what decides its place among all others of the Gateway API: the most specific host, then an exact path, then a
 * regular expression, as most products have it, then the longest prefix; then a method, more header fields, more query parameters; then the older route, the
 * alphabet, and the place in the route.
 *
 * @param route the route
 * @param created when the cluster got its HTTPRoute; empty text when the file does not say
 * @param owner namespace and name of its HTTPRoute
 * @param at where it was written
 */
record RouteRank(RouteSpec route, String created, String owner, SourcePosition at) {
    /** Equal ones keep their order, which is that of rules and matches. */
    static final Comparator<RouteRank> ORDER = Comparator.comparingInt(RouteRank::host)
            .thenComparingInt(RouteRank::path)
            .thenComparing(rank -> rank.route.methods().isEmpty())
            .thenComparingInt(rank -> -rank.route.headers().size())
            .thenComparingInt(rank -> -rank.route.queries().size())
            .thenComparing(rank -> rank.created.isEmpty() ? "9" : rank.created)
            .thenComparing(RouteRank::owner);

    private static final int LONGEST = 100_000;

    /** All hosts of a route are of the same sort: names, one wildcard, or none. */
    private int host() {
        if (route.hosts().isEmpty()) {
            return 0;
        }
        String host = route.hosts().get(0);
        return host.startsWith("*") ? -host.length() : -LONGEST;
    }

    private int path() {
        PathSpec path = route.path();
        return switch (path.kind()) {
            case EXACT -> -LONGEST;
            case PREFIX, STARTS_WITH -> -path.text().length();
            case REGEX, REGEX_START -> -LONGEST / 2 - path.text().length();
        };
    }
}
