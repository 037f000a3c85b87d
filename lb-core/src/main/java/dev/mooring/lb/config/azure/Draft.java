// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.model.RouteAction.Redirect;
import dev.mooring.lb.model.RouteSpec.PathSpec;
import java.util.List;
import java.util.Optional;

/**
 * A route before the names of all pools are known.
 *
 * @param name its name
 * @param node where it was written
 * @param door its listener
 * @param hosts its hosts
 * @param path which paths
 * @param outcome what becomes of the request
 * @param rewrite the rewrite set; empty for none
 */
record Draft(
        String name, Node node, Door door, List<String> hosts, PathSpec path, Outcome outcome, Optional<Item> rewrite) {
    /** What becomes of a request. */
    sealed interface Outcome {}

    /** It goes to a pool. */
    record Forwarded(Pools.Pair pair) implements Outcome {}

    /** The client is sent elsewhere. */
    record Redirected(Redirect redirect) implements Outcome {}
}
