// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What becomes of a request that a route matches. */
public sealed interface RouteAction {
    /**
     * It is passed on to one of these, chosen by chance in proportion to their weights; but a client that is bound to a backend
     * of one of them stays there.
     *
     * @param destinations at least one
     */
    record Forward(List<Destination> destinations) implements RouteAction {
        public Forward {
            destinations = List.copyOf(destinations);
        }
    }

    /**
     * A pool that requests may go to.
     *
     * @param pool its name
     * @param weight its share; 0 for none but bound clients
     * @param filters what is done to requests that go there, after the route's own filters
     */
    record Destination(String pool, int weight, List<FilterSpec> filters) {
        public Destination {
            filters = List.copyOf(filters);
        }
    }

    /**
     * The client is sent elsewhere. What is empty stays as it was in the request.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param url the beginning of the new location up to its path, instead of scheme, host and port
     * @param listener the name of the listener whose scheme and port the new location has
     * @param scheme the new scheme
     * @param host the new host
     * @param port the new port
     * @param path what becomes of the path
     * @param keepQuery whether the query is kept
     */
    record Redirect(
            int status,
            Optional<String> url,
            Optional<String> listener,
            Optional<String> scheme,
            Optional<String> host,
            OptionalInt port,
            PathChange path,
            boolean keepQuery)
            implements RouteAction {}

    /**
     * The balancer answers by itself, with its page for this status.
     *
     * @param status the status
     * @param reason why, for logs and traces
     */
    record Respond(int status, String reason) implements RouteAction {}

    /** Everything to one pool. */
    static RouteAction toPool(String pool) {
        return new Forward(List.of(new Destination(pool, 1, List.of())));
    }
}
