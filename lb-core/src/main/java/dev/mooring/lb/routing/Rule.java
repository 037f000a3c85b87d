// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.RouteSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route asks of a request beside host and path, and the answer if it is met. Immutable. */
final class Rule {
    /** More conditions first; then the order of the file. */
    static final Comparator<Rule> MOST_SPECIFIC_FIRST = Comparator.comparing(
                    (Rule rule) -> rule.route.methods().isEmpty())
            .thenComparing(rule -> -rule.route.headers().size())
            .thenComparing(rule -> rule.match.index());

    private final RouteMatch match;
    private final RouteSpec route;
    private final List<Field> fields = new ArrayList<>();

    private record Field(HeaderName name, String value) {}

    Rule(RouteMatch match) {
        this.match = match;
        this.route = match.route();
        route.headers().forEach(header -> fields.add(new Field(HeaderName.of(header.name()), header.value())));
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

    private boolean holds(RequestHead head, String listener) {
        boolean listenerHolds = route.listeners().isEmpty() || route.listeners().contains(listener);
        boolean methodHolds = route.methods().isEmpty() || route.methods().contains(head.method());
        if (!listenerHolds || !methodHolds) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (!has(head.headers(), fields.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(Headers headers, Field field) {
        for (int i = headers.indexOf(field.name, 0); i >= 0; i = headers.indexOf(field.name, i + 1)) {
            if (headers.value(i).equals(field.value)) {
                return true;
            }
        }
        return false;
    }
}
