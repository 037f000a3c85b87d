// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that a route does to a request or its response beside passing them on. Filters act in their order. */
public sealed interface FilterSpec {
    /**
     * Changes header fields and the target, if all its conditions hold.
     *
     * @param name what messages call it
     * @param when conditions, all of which must hold; empty for always
     * @param request changes of the request's header fields
     * @param response changes of the response's header fields
     * @param url a change of the target; empty for none
     */
    record Rewrite(
            String name,
            List<Condition> when,
            List<HeaderChange> request,
            List<HeaderChange> response,
            Optional<UrlChange> url)
            implements FilterSpec {
        public Rewrite {
            when = List.copyOf(when);
            request = List.copyOf(request);
            response = List.copyOf(response);
        }
    }

    /**
     * A condition on a variable of the exchange.
     *
     * @param variable such as {@code var_uri_path}, {@code http_req_User-Agent}, {@code http_resp_Location}
     * @param pattern a regular expression that is looked for in its value
     * @param ignoreCase whether letters may differ in case
     * @param negate whether the expression must not be found
     */
    record Condition(String variable, String pattern, boolean ignoreCase, boolean negate) {}

    /**
     * A change of header fields.
     *
     * @param op what is done
     * @param name the field's name
     * @param value the new value; empty for {@link Op#REMOVE}
     * @param templated whether <code>{variable}</code> in the value stands for a variable's value or a captured group
     * @param matching only fields whose value this condition holds for are changed; empty for all. Its variable is not used.
     */
    record HeaderChange(Op op, String name, String value, boolean templated, Optional<Condition> matching) {
        /** A change to a literal value. */
        public static HeaderChange of(Op op, String name, String value) {
            return new HeaderChange(op, name, value, false, Optional.empty());
        }
    }

    /** What is done to a header field. */
    enum Op {
        SET,
        ADD,
        REMOVE
    }

    /**
     * A change of the target.
     *
     * @param path of the path
     * @param query the new query without its question mark, empty text for none; empty to keep it
     * @param host the new Host; empty to keep it
     * @param templated whether <code>{variable}</code> stands for a variable's value
     * @param reroute whether a route is looked for once more, with the new target
     */
    record UrlChange(
            PathChange path, Optional<String> query, Optional<String> host, boolean templated, boolean reroute) {}

    /**
     * A copy of the request goes to another pool, whose response nobody waits for.
     *
     * @param pool the name of the pool
     * @param numerator of the share of requests that are copied
     * @param denominator of that share
     */
    record Mirror(String pool, int numerator, int denominator) implements FilterSpec {}

    /**
     * Answers what browsers ask before a request of another origin, and tells them what they may do (the Fetch standard's CORS
     * protocol).
     *
     * @param allowOrigins origins, with {@code *} for all or for a part of the host
     * @param allowCredentials whether cookies may go along
     * @param allowMethods methods, or {@code *}
     * @param allowHeaders request header fields, or {@code *}
     * @param exposeHeaders response header fields, or {@code *}
     * @param maxAge how long browsers remember it
     */
    record Cors(
            List<String> allowOrigins,
            boolean allowCredentials,
            List<String> allowMethods,
            List<String> allowHeaders,
            List<String> exposeHeaders,
            Duration maxAge)
            implements FilterSpec {
        public Cors {
            allowOrigins = List.copyOf(allowOrigins);
            allowMethods = List.copyOf(allowMethods);
            allowHeaders = List.copyOf(allowHeaders);
            exposeHeaders = List.copyOf(exposeHeaders);
        }
    }
}
