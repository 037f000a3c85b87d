// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.RouteSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** stub. */
public final class RouteTable {
    private final List<RouteSpec> routes;

    /** stub. */
    public RouteTable(List<RouteSpec> routes) {
        this.routes = routes;
    }

    /** stub. */
    public @Nullable RouteMatch match(RequestHead head, String listener) {
        for (RouteSpec r : routes) {
            if (head.path().startsWith(r.path().text())) {
                return new RouteMatch(r);
            }
        }
        return null;
    }
}
