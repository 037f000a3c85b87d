// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which requests are treated how. All conditions must hold; an empty one always holds. Among the routes of a listener whose
 * conditions all hold, its {@link RouteOrder} says which is taken: the first, or the most specific one, which is the one with
 * the most specific host (a name, then the longest wildcard, then all hosts), then the most specific path (exact, longest
 * prefix, then regular expressions in the order of the file), then a condition on the method, then more conditions on header
 * fields, then on query parameters and cookies, then the one that stands first.
 *
 * @param name what logs and metrics call it; unique
 * @param listeners the names of the listeners it is for; empty for all
 * @param hosts host names in lower case; {@code *.example.com} for any one or more labels in front; other wildcards with
 *     {@code *} and {@code ?} only where the order is {@link RouteOrder#FIRST}; empty for all
 * @param path which paths
 * @param methods methods, in upper case; empty for all
 * @param headers conditions on header fields
 * @param queries conditions on query parameters
 * @param cookies conditions on cookies
 * @param action what becomes of the request
 * @param filters what is done to it and its response
 * @param policy what it asks for instead of what its pool does
 */
public record RouteSpec(
        String name,
        Set<String> listeners,
        List<String> hosts,
        PathSpec path,
        Set<String> methods,
        List<FieldMatch> headers,
        List<FieldMatch> queries,
        List<FieldMatch> cookies,
        RouteAction action,
        List<FilterSpec> filters,
        RoutePolicy policy) {

    /** A route with copies of the collections. */
    public RouteSpec {
        listeners = Set.copyOf(listeners);
        hosts = List.copyOf(hosts);
        methods = Set.copyOf(methods);
        headers = List.copyOf(headers);
        queries = List.copyOf(queries);
        cookies = List.copyOf(cookies);
        filters = List.copyOf(filters);
    }

    /** A route to one pool; the header fields must have exactly these values. */
    public RouteSpec(
            String name,
            Set<String> listeners,
            List<String> hosts,
            PathSpec path,
            Set<String> methods,
            Map<String, String> headers,
            String pool) {
        this(
                name,
                listeners,
                hosts,
                path,
                methods,
                exact(headers),
                List.of(),
                List.of(),
                RouteAction.toPool(pool),
                List.of(),
                RoutePolicy.NONE);
    }

    private static List<FieldMatch> exact(Map<String, String> headers) {
        List<FieldMatch> matches = new ArrayList<>();
        new TreeMap<>(headers).forEach((name, value) -> matches.add(FieldMatch.exact(name, value)));
        return matches;
    }

    /** Where requests may be passed on to; none for a redirect and for a response of the balancer's own. */
    public List<RouteAction.Destination> destinations() {
        return action instanceof RouteAction.Forward forward ? forward.destinations() : List.of();
    }

    /**
     * A condition on the path.
     *
     * @param kind how the text is compared
     * @param text a path that begins with a slash, or a regular expression
     * @param ignoreCase whether letters may differ in case
     */
    public record PathSpec(Kind kind, String text, boolean ignoreCase) {
        /** The condition that every path meets. */
        public static final PathSpec ANY = new PathSpec(Kind.PREFIX, "/");

        /** A condition for which case counts. */
        public PathSpec(Kind kind, String text) {
            this(kind, text, false);
        }

        /** What a record has by itself takes some milliseconds to be made, at the start. */
        @Override
        public int hashCode() {
            return text.hashCode();
        }

        /** How a path is compared. */
        public enum Kind {
            /** Equal, octet for octet. */
            EXACT,
            /**
             * Equal, or continued after a slash: {@code /api} matches {@code /api} and {@code /api/x}, not {@code /apix}. A slash
             * at the end changes nothing.
             */
            PREFIX,
            /** Equal, or continued by anything: {@code /api} matches {@code /apix} too. */
            STARTS_WITH,
            /** A regular expression that the whole path matches. */
            REGEX,
            /** A regular expression that matches at the beginning of the path, whatever follows. */
            REGEX_START
        }
    }
}
