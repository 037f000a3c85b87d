// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.RequestHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The search for the route that stands first among those that match one request. Confined to one thread. */
final class FirstSearch {
    private final RequestHead head;
    private final String listener;
    private final String path;
    private @Nullable String lowerPath;
    private @Nullable RouteMatch best;

    FirstSearch(RequestHead head, String path, String listener) {
        this.head = head;
        this.path = path;
        this.listener = listener;
    }

    String path() {
        return path;
    }

    /** The path in lower case, for conditions that ignore case; made when the first of them asks. */
    String lowerPath() {
        String lower = lowerPath;
        if (lower == null) {
            lower = path.toLowerCase(Locale.ROOT);
            lowerPath = lower;
        }
        return lower;
    }

    /** Whether a route of this place would stand before the best one so far. */
    boolean wants(int index) {
        return best == null || index < best.index();
    }

    /** Rules whose host and path match, in the order of the file. */
    void consider(Rule[] rules) {
        if (rules.length > 0 && wants(rules[0].index())) {
            RouteMatch match = Rule.first(rules, head, listener);
            if (match != null && wants(match.index())) {
                best = match;
            }
        }
    }

    @Nullable
    RouteMatch best() {
        return best;
    }
}
