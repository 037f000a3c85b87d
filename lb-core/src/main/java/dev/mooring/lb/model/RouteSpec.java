// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which requests go to which pool. All conditions must hold; an empty one always holds. Among the routes whose conditions all
 * hold, the most specific host wins (a name, then the longest wildcard, then all hosts), then the most specific path (exact,
 * longest prefix, then regular expressions in the order of the file), then a condition on the method, then more conditions on
 * header fields, then the one that stands first.
 *
 * @param name what logs and metrics call it; unique
 * @param listeners the names of the listeners it is for; empty for all
 * @param hosts host names in lower case; {@code *.example.com} for any one or more labels in front; empty for all
 * @param path which paths
 * @param methods methods, in upper case; empty for all
 * @param headers header fields that must have exactly this value
 * @param pool the name of the pool
 */
public record RouteSpec(
        String name,
        Set<String> listeners,
        List<String> hosts,
        PathSpec path,
        Set<String> methods,
        Map<String, String> headers,
        String pool) {

    public RouteSpec {
        listeners = Set.copyOf(listeners);
        hosts = List.copyOf(hosts);
        methods = Set.copyOf(methods);
        headers = Map.copyOf(headers);
    }

    /**
     * A condition on the path.
     *
     * @param kind how the text is compared
     * @param text a path that begins with a slash, or a regular expression
     */
    public record PathSpec(Kind kind, String text) {
        /** The condition that every path meets. */
        public static final PathSpec ANY = new PathSpec(Kind.PREFIX, "/");

        /** How a path is compared. */
        public enum Kind {
            /** Equal, octet for octet. */
            EXACT,
            /**
             * Equal, or continued after a slash: {@code /api} matches {@code /api} and {@code /api/x}, not {@code /apix}. A slash
             * at the end changes nothing.
             */
            PREFIX,
            /** A regular expression that the whole path matches. */
            REGEX
        }
    }
}
