// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.RouteSpec;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route asks of a request beside host and path, and the answer if it is met. Immutable. */
final class Rule {
    /** More conditions first; then the order of the file. */
    static final Comparator<Rule> MOST_SPECIFIC_FIRST = Rule::compareConditions;

    /** The order of the file. */
    static final Comparator<Rule> FIRST = (one, other) -> Integer.compare(one.index(), other.index());

    private static final Rule[] NONE = {};

    private final RouteMatch match;
    private final RouteSpec route;
    private final Conditions conditions;

    Rule(RouteMatch match) {
        this.match = match;
        this.route = match.route();
        this.conditions = new Conditions(route);
    }

    static Rule[] sorted(@Nullable List<Rule> rules, Comparator<Rule> order) {
        return rules == null ? NONE : rules.stream().sorted(order).toArray(Rule[]::new);
    }

    /** The first whose conditions hold; null when there is none. */
    static @Nullable RouteMatch first(Rule[] rules, RequestHead head, String listener) {
        for (Rule rule : rules) {
            if (rule.holds(head, listener)) {
                return rule.match;
            }
        }
        return null;
    }

    private static int compareConditions(Rule one, Rule other) {
        RouteSpec a = one.route;
        RouteSpec b = other.route;
        int order = Boolean.compare(a.methods().isEmpty(), b.methods().isEmpty());
        order = order != 0
                ? order
                : Integer.compare(b.headers().size(), a.headers().size());
        order = order != 0
                ? order
                : Integer.compare(b.queries().size(), a.queries().size());
        order = order != 0
                ? order
                : Integer.compare(b.cookies().size(), a.cookies().size());
        return order != 0 ? order : FIRST.compare(one, other);
    }

    int index() {
        return match.index();
    }

    private boolean holds(RequestHead head, String listener) {
        boolean listenerHolds = route.listeners().isEmpty() || route.listeners().contains(listener);
        boolean methodHolds = route.methods().isEmpty() || route.methods().contains(head.method());
        return listenerHolds && methodHolds && conditions.hold(head);
    }
}
